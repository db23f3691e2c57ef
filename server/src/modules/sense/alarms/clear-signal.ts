import type { ClearSignal } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { refused } from "./refused.ts"
import { clearByHand } from "./store/care-store.ts"

/**
 * Ends a signal by hand. Its rule raises a new one only after the measurements went below the clearing limit; until then a higher
 * level opens this same one again, because nobody has judged that one. Throws `SENSE_SIGNAL_ROSE` and `SENSE_SIGNAL_OVER`.
 */
export async function clearSignalByHand(world: World, actor: Actor, id: string, { reason, level }: ClearSignal): Promise<void> {
  await world.transact(async (tx) => {
    const isDone = await clearByHand(tx.db, id, { role: actor.role, reason, at: tx.now, level })
    if (!isDone) throw await refused(tx.db, id, { level, otherwise: "SIGNAL_OVER" })
    tx.record({ module: "sense", verb: "clear-signal", record: id, actor, retention: "staff-action", body: { reason } })
  })
}
