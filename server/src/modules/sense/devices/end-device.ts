import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { DeviceDoor } from "./device-door.ts"
import { markDeviceEnded } from "./store/device-store.ts"

/** Ends a credential at once, with what is connected by it; its name is never given again. Throws `SENSE_CREDENTIAL_NOT_FOUND`. */
export async function endDevice(world: World, door: DeviceDoor, actor: Actor, id: string): Promise<void> {
  const name = await world.transact(async (tx) => {
    const found = await markDeviceEnded(tx.db, id, tx.now)
    if (found === undefined) throw senseErrors.CREDENTIAL_NOT_FOUND({ device: id })
    tx.record({ module: "sense", verb: "end-device", record: id, actor, retention: "staff-action", body: { name: found } })
    return found
  })
  door.shut({ id, name })
}
