import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { mostHouseholds, outageCode, stateAfter } from "./domain/outage.ts"
import { recoverErrors } from "./errors.ts"
import { insertCheck, lockOutage, updateState } from "./store/outage-store.ts"

/**
 * A new count of households without the service; 0 says that all are back and waits to be confirmed, and a count above 0 takes
 * that back. Throws `RECOVER_OUTAGE_NOT_FOUND` and, once it was confirmed, `RECOVER_OUTAGE_RESTORED`: a new failure is a new outage.
 */
export function updateOutage(world: World, actor: Actor, { id, households }: { id: string; households: number }): Promise<void> {
  return world.transact(async (tx) => {
    const outage = await lockOutage(tx.db, id)
    if (!outage) throw recoverErrors.OUTAGE_NOT_FOUND({ outage: id })
    if (outage.restoredAt) throw recoverErrors.OUTAGE_RESTORED({ code: outageCode(outage.number) })
    const state = stateAfter(households, mostHouseholds(outage.checks))
    await insertCheck(tx.db, id, { at: tx.now, households, role: actor.role })
    await updateState(tx.db, { id, state, restoredAt: null })
    tx.record({
      module: "recover",
      verb: "update-outage",
      record: id,
      actor,
      retention: "permanent",
      body: { households, state },
    })
  })
}
