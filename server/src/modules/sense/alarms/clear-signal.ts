import type { SignalCare } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import { clearByHand } from "./store/care-store.ts"

/**
 * Ends a signal by hand. Its rule raises a new one only after the measurements went below the clearing limit; until then a higher
 * level opens this same one again, because nobody has judged that one.
 */
export async function clearSignalByHand(
  world: World,
  actor: Actor,
  id: string,
  reason: NonNullable<SignalCare["clearReason"]>,
): Promise<void> {
  const { code } = await getSignal(world, id)
  await world.transact(async (tx) => {
    if (!(await clearByHand(tx.db, id, { role: actor.role, reason, at: tx.now }))) throw senseErrors.SIGNAL_OVER({ code })
    tx.record({ module: "sense", verb: "clear-signal", record: id, actor, retention: "staff-action", body: { reason } })
  })
}
