import { type AreaRef, type Bilingual, type Level, levels } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { escalatesAt } from "../alarms/index.ts"
import { putSignal, raiseLevel } from "../store/signal-store.ts"
import { listOpenOf, tieSignal } from "./store/outside-signal-store.ts"

export interface Raise {
  readonly alert: string
  readonly chain: string
  /** What the signal is called in lists: who says it, and what. */
  readonly name: Bilingual
  readonly hazard: string
  readonly level: Level
  readonly area: AreaRef
  readonly actor: Actor
}

/**
 * Raises the signal of a chain of alerts for a hazard and an area, or raises its level. Undefined when one of this level or a higher
 * one is there. Nothing was measured here, so it has no value and no threshold; it ends with the chain, or by hand.
 */
export async function raiseSignal(
  tx: WorldTransaction,
  { alert, chain, name, hazard, level, area, actor }: Raise,
): Promise<string | undefined> {
  const rule = ruleOf(hazard, chain)
  const because = { edge: "open", record: alert } as const
  // A person's deed ends with their term; what a rule did stays.
  const entry = {
    module: "sense",
    verb: "raise-signal",
    actor,
    because,
    retention: actor.account ? "staff-action" : "permanent",
  } as const
  const seen = { level, value: null, threshold: null, because: [] }
  const open = (await listOpenOf(tx.db, chain)).find((signal) => signal.rule === rule && signal.area === area.id)
  if (open) {
    if (levels.indexOf(level) <= levels.findIndex((known) => known === open.level)) return undefined
    const code = await raiseLevel(tx.db, open.id, { ...seen, at: tx.now, dueAt: escalatesAt(level, tx.now) })
    tx.record({ ...entry, record: open.id, body: { code, level, hazard, area: area.id } })
    return open.id
  }
  const id = newId()
  const code = await putSignal(tx.db, {
    ...{ ...seen, id, rule: { id: rule, name }, ruleVersion: 0, hazard, area, unit: "1" },
    ...{ beganAt: tx.now, endedAt: null, at: tx.now, dueAt: escalatesAt(level, tx.now) },
  })
  await tieSignal(tx.db, id, chain)
  tx.record({ ...entry, record: id, body: { code, level, hazard, area: area.id } })
  return id
}

/** Stands where a signal of a measurement names its rule: one signal for each hazard, chain, and area. */
function ruleOf(hazard: string, chain: string): string {
  return `outside-${hazard}-${chain}`
}
