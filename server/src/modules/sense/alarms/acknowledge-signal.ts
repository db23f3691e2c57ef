import type { AcknowledgeSignal, Signal } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { getSignal } from "../read-signals.ts"
import { refused } from "./refused.ts"
import { acknowledge } from "./store/care-store.ts"

/**
 * Somebody on duty has seen an open signal at a level. It stays until its reason is over, and asks again when its level rises. Throws
 * `SENSE_SIGNAL_ROSE` and `SENSE_SIGNAL_NOT_OPEN`.
 */
export async function acknowledgeSignal(world: World, actor: Actor, id: string, { level }: AcknowledgeSignal): Promise<Signal> {
  const { code } = await getSignal(world, id)
  await world.transact(async (tx) => {
    const changed = await acknowledge(tx.db, [id], { role: actor.role, at: tx.now, level })
    if (changed.length === 0) throw await refused(tx.db, id, { level, otherwise: "SIGNAL_NOT_OPEN" })
    tx.record({ module: "sense", verb: "acknowledge-signal", record: id, actor, retention: "staff-action", body: { code } })
  })
  return getSignal(world, id)
}
