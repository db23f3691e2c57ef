import type { Signal } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { escalatesAt } from "./alarms/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import type { Reached } from "./domain/judged.ts"
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
      const ended = await clearSignal(tx.db, change.id, { endedAt: new Date(change.endedMs), at: tx.now })
      // A person ended it before; now the measurements fell, and the rule may raise a new one.
      record(ended ? "clear-signal" : "end-signal", change.id, { rule: rule.id, area: area.id })
      continue
    }
    const { level, threshold } = change.seen
    const { property } = catalogue.datastreams.get(change.seen.datastream)!
    const unit = rule.over === "missing" ? "min" : rule.over === "rules" || rule.over === "cluster" ? "1" : property.unit
    const value = change.seen.value === null ? null : shownValue(change.seen.value, { unit, threshold })
    const seen = { level, value, threshold, because: measurementsBehind(change.seen, tracker, catalogue, memory) }
    if (change.kind === "rise") {
      const code = await raiseLevel(tx.db, change.id, { ...seen, at: tx.now, dueAt: escalatesAt(level, tx.now) })
      record("raise-signal", change.id, { code, ...describeSeen(seen) })
      continue
    }
    const id = newId()
    const endedAt = change.endedMs === null ? null : new Date(change.endedMs)
    const code = await putSignal(tx.db, {
      ...seen,
      id,
      rule: { id: rule.id, name: rule.name },
      ruleVersion: tracker.version,
      hazard,
      area,
      unit,
      beganAt: new Date(change.beganMs),
      endedAt,
      at: tx.now,
      dueAt: endedAt ? null : escalatesAt(level, tx.now),
    })
    raised.set(change, id)
    record("raise-signal", id, { code, ...describeSeen(seen) })
    if (endedAt) record("clear-signal", id, { rule: rule.id, area: area.id })
  }
  return raised
}

/** The measurements of the window that was judged, newest last; for missing data the last ones before. */
function measurementsBehind(seen: Reached, { rule }: RuleTracker, catalogue: Catalogue, memory: Memory): Signal["because"] {
  return (seen.datastreams ?? [seen.datastream])
    .flatMap((number) => {
      const { key, thing } = catalogue.datastreams.get(number)!
      const points = memory.points(number)
      const found =
        rule.over === "missing"
          ? points.upTo(seen.atMs, 1)
          : points.between(seen.atMs - rule.windowMin * MINUTE_MS, seen.atMs).slice(-MEASUREMENTS_MAX)
      return found.map(({ atMs, value }) => ({ datastream: key, thing: thing.name, at: new Date(atMs).toISOString(), value }))
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .slice(-MEASUREMENTS_MAX)
}
