import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { DeviceDoor } from "./device-door.ts"
import { hashSecret, makeSecret } from "./secret.ts"
import { changeSecret } from "./store/device-store.ts"

/** Gives a new secret; the old one ends at once, with what is connected by it. Throws `SENSE_CREDENTIAL_NOT_FOUND`, for one that ended too. */
export async function renewDevice(world: World, door: DeviceDoor, actor: Actor, id: string): Promise<string> {
  const secret = makeSecret()
  const name = await world.transact(async (tx) => {
    const found = await changeSecret(tx.db, id, hashSecret(secret))
    if (found === undefined) throw senseErrors.CREDENTIAL_NOT_FOUND({ device: id })
    tx.record({ module: "sense", verb: "renew-device", record: id, actor, retention: "staff-action", body: { name: found } })
    return found
  })
  door.shut({ id, name })
  return secret
}
