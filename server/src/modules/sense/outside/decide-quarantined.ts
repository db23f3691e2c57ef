import type { Actor } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { OutsideContext } from "./context.ts"
import { readAlerts } from "./domain/read-alerts.ts"
import { decideQuarantined, findQuarantinedOctets, lockQuarantined } from "./store/quarantine-store.ts"
import { type AlertSource, takeAlerts } from "./take-alerts.ts"

/** A person says that nothing comes of it. Throws `SENSE_QUARANTINED_NOT_FOUND` and `SENSE_QUARANTINED_DECIDED`. */
export function discardQuarantined(context: OutsideContext, actor: Actor, id: string, reason: string): Promise<void> {
  return context.world.transact(async (tx) => {
    await decide(tx, actor, id, { state: "discarded", reason })
  })
}

/**
 * A person takes a message as it is, against which only defects stand. Throws `SENSE_QUARANTINED_NOT_FOUND`,
 * `SENSE_QUARANTINED_DECIDED`, and `SENSE_QUARANTINED_NOT_TAKEN` with the reason: also when it is over, or lies elsewhere by now.
 */
export async function takeQuarantined(
  context: OutsideContext,
  actor: Actor,
  id: string,
  sourceOf: (name: string) => AlertSource | undefined,
): Promise<void> {
  const found = await findQuarantinedOctets(context.world.db.query, id)
  if (!found) throw senseErrors.QUARANTINED_NOT_FOUND({ message: id })
  const source = sourceOf(found.source)
  if (!source) throw senseErrors.SOURCE_NOT_FOUND({ name: found.source })
  if (!found.content) throw senseErrors.QUARANTINED_DECIDED({ message: id })
  const mapping = { ...source.mapping, defects: "take" } as const
  const read = readAlerts(mapping, found.content, "")
  const taken = await takeAlerts(context, { ...source, mapping }, read.alerts)
  const [reason] = [...read.refused, ...taken.refused]
  if (reason !== undefined) throw senseErrors.QUARANTINED_NOT_TAKEN({ reason })
  await context.world.transact((tx) => decide(tx, actor, id, { state: "taken", reason: null }))
}

async function decide(
  tx: WorldTransaction,
  actor: Actor,
  id: string,
  { state, reason }: { readonly state: "taken" | "discarded"; readonly reason: string | null },
): Promise<void> {
  const message = await lockQuarantined(tx.db, id)
  if (!message) throw senseErrors.QUARANTINED_NOT_FOUND({ message: id })
  if (message.state !== "waiting") throw senseErrors.QUARANTINED_DECIDED({ message: id })
  await decideQuarantined(tx.db, id, { state, at: tx.now, role: actor.role, reason })
  const verb = state === "taken" ? "take-quarantined" : "discard-quarantined"
  tx.record({
    module: "sense",
    verb,
    record: id,
    actor,
    retention: "staff-action",
    body: { source: message.source, why: message.reason },
  })
}
