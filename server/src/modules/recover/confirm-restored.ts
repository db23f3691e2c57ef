import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { lastCheck, outageCode } from "./domain/outage.ts"
import { recoverErrors } from "./errors.ts"
import { insertCheck, lockOutage, updateState } from "./store/outage-store.ts"

/**
 * Somebody has looked, and the service is back for all. Throws `RECOVER_OUTAGE_NOT_FOUND`, `RECOVER_OUTAGE_RESTORED` when it was
 * confirmed before, and `RECOVER_HOUSEHOLDS_LEFT` while the last count is above 0.
 */
export function confirmRestored(world: World, actor: Actor, id: string): Promise<void> {
  return world.transact(async (tx) => {
    const outage = await lockOutage(tx.db, id)
    if (!outage) throw recoverErrors.OUTAGE_NOT_FOUND({ outage: id })
    const code = outageCode(outage.number)
    if (outage.restoredAt) throw recoverErrors.OUTAGE_RESTORED({ code })
    const { households } = lastCheck(outage)
    if (households > 0) throw recoverErrors.HOUSEHOLDS_LEFT({ code, households })
    await insertCheck(tx.db, id, { at: tx.now, households: 0, role: actor.role })
    await updateState(tx.db, { id, state: "restored", restoredAt: tx.now })
    tx.record({ module: "recover", verb: "confirm-restored", record: id, actor, retention: "permanent", body: {} })
  })
}
