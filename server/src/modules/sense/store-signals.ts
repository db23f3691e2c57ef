import type { Signal } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../platform/world/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import type { Reached } from "./domain/rule-state.ts"
import type { RuleTracker } from "./domain/rule-tracker.ts"
import { shownValue } from "./domain/shown-value.ts"
import type { SignalChange } from "./domain/signal-changes.ts"
import type { Memory } from "./memory.ts"
import { clearSignal, putSignal, raiseLevel, type Seen } from "./store/signal-store.ts"

const system = { role: "system" } as const
/** A day of hours: enough to see why, and small enough to read. */
const MEASUREMENTS_MAX = 24
const MINUTE_MS = 60_000

/** Raises, raises higher, and clears signals, with an entry in the city log for each. Gives the ids of the new ones. */
export async function storeSignals(
  tx: WorldTransaction,
  { catalogue, memory }: { readonly catalogue: Catalogue; readonly memory: Memory },
  tracker: RuleTracker,
  changes: readonly SignalChange[],
): Promise<Map<SignalChange, string>> {
  const { rule, area, hazard } = tracker
  const raised = new Map<SignalChange, string>()
  const record = (verb: string, id: string, body: { [key: string]: string | number | null }) =>
    tx.record({ module: "sense", verb, record: id, actor: system, retention: "permanent", body })
  const describeSeen = ({ level, value, threshold }: Seen) => ({ level, value, threshold, rule: rule.id, area: area.id })

  for (const change of changes) {
    if (change.kind === "clear") {
      await clearSignal(tx.db, change.id, { endedAt: new Date(change.endedMs), at: tx.now })
      record("clear-signal", change.id, { rule: rule.id, area: area.id })
      continue
    }
    const { level, threshold } = change.seen
    const { property } = catalogue.datastreams.get(change.seen.datastream)!
    const unit = rule.over === "missing" ? "min" : property.unit
    const value = change.seen.value === null ? null : shownValue(change.seen.value, { unit, threshold })
    const seen = { level, value, threshold, because: measurementsBehind(change.seen, tracker, catalogue, memory) }
    if (change.kind === "rise") {
      const code = await raiseLevel(tx.db, change.id, seen)
      record("raise-signal", change.id, { code, ...describeSeen(seen) })
      continue
    }
    const id = newId()
    const endedAt = change.endedMs === null ? null : new Date(change.endedMs)
    const code = await putSignal(tx.db, {
      ...seen,
      id,
      rule: { id: rule.id, name: rule.name },
      hazard,
      area,
      unit,
      beganAt: new Date(change.beganMs),
      endedAt,
      at: tx.now,
    })
    raised.set(change, id)
    record("raise-signal", id, { code, ...describeSeen(seen) })
    if (endedAt) record("clear-signal", id, { rule: rule.id, area: area.id })
  }
  return raised
}

/** The measurements of the window that was judged, newest last; for missing data the last ones before. */
function measurementsBehind(seen: Reached, { rule }: RuleTracker, catalogue: Catalogue, memory: Memory): Signal["because"] {
  const { key, thing } = catalogue.datastreams.get(seen.datastream)!
  const points = memory.points(seen.datastream)
  const found =
    rule.over === "missing"
      ? points.upTo(seen.atMs, 1)
      : points.between(seen.atMs - rule.windowMin * MINUTE_MS, seen.atMs).slice(-MEASUREMENTS_MAX)
  return found.map(({ atMs, value }) => ({ datastream: key, thing: thing.name, at: new Date(atMs).toISOString(), value }))
}
