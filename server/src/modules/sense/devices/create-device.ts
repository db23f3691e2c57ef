import type { NewDevice } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { hashSecret, makeSecret } from "./secret.ts"
import { putDevice, thingExists } from "./store/device-store.ts"

/**
 * Makes a credential and gives its secret, which nobody can be shown again. One that is bound to a Thing cannot configure. Throws
 * `SENSE_DEVICE_NAME_TAKEN`, `SENSE_ENTITY_NOT_FOUND`, `SENSE_DEVICE_BOUND`.
 */
export async function createDevice(world: World, actor: Actor, given: NewDevice): Promise<{ id: string; secret: string }> {
  const { name, rights } = given
  const thing = given.thing ?? undefined
  if (thing !== undefined && rights.includes("configure")) throw senseErrors.DEVICE_BOUND({ device: name })
  const [id, secret] = [newId(), makeSecret()]
  await world.transact(async (tx) => {
    if (thing !== undefined && !(await thingExists(tx.db, thing)))
      throw senseErrors.ENTITY_NOT_FOUND({ path: `Things(${thing})` })
    const fresh = { id, name, rights: [...new Set(rights)], thing, secretHash: hashSecret(secret), createdAt: tx.now }
    if (!(await putDevice(tx.db, fresh))) throw senseErrors.DEVICE_NAME_TAKEN({ device: name })
    const body = { name, rights: fresh.rights, thing: thing ?? null }
    tx.record({ module: "sense", verb: "create-device", record: id, actor, retention: "staff-action", body })
  })
  return { id, secret }
}
