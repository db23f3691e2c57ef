import type { World } from "../../platform/world/index.ts"
import type { Observation } from "./domain/observation.ts"
import type { RuleTracker } from "./domain/rule-tracker.ts"
import type { Memory } from "./memory.ts"
import { findStored, type StoredObservation } from "./store/observation-store.ts"

/** What became of one measurement. */
export interface Outcome {
  readonly kind: "stored" | "duplicate" | "corrected"
  readonly id: number
}

export interface Sorted {
  readonly outcomes: readonly Outcome[]
  readonly inserts: readonly StoredObservation[]
  readonly corrections: readonly StoredObservation[]
  /** The rules that saw something new, and from when on. */
  readonly touched: ReadonlyMap<RuleTracker, number>
}

/**
 * Tells new measurements from doubles and corrections, and puts them into memory. What is older than memory is asked of the
 * database, all at once. If the commit that follows fails, memory must be loaded anew.
 */
export async function sortOut(world: World, memory: Memory, rows: readonly Observation[], nextId: () => number): Promise<Sorted> {
  const old = rows.filter(({ datastream, atMs }) => atMs < memory.points(datastream).completeFromMs)
  const stored = new Map<string, StoredObservation>()
  if (old.length > 0) for (const row of await findStored(world.db.query, old)) stored.set(timesOf(row), row)

  const outcomes: Outcome[] = []
  const inserts = new Map<number, StoredObservation>()
  const corrections = new Map<number, StoredObservation>()
  const touched = new Map<RuleTracker, number>()
  for (const row of rows) {
    const { datastream, atMs, resultAtMs, value } = row
    const points = memory.points(datastream)
    const outside = atMs < points.completeFromMs
    const twin = outside ? stored.get(timesOf(row)) : pointOf(points.find(atMs, resultAtMs, value))
    if (twin && twin.value === value) {
      outcomes.push({ kind: "duplicate", id: twin.id })
      continue
    }
    const id = twin?.id ?? nextId()
    const kept = { ...row, id }
    if (!twin || inserts.has(id)) inserts.set(id, kept)
    else corrections.set(id, kept)
    outcomes.push({ kind: twin ? "corrected" : "stored", id })
    if (outside) {
      stored.set(timesOf(row), kept)
      continue
    }
    points.put({ id, atMs, resultAtMs, value })
    for (const tracker of memory.trackersOf(datastream)) {
      const fromMs = touched.get(tracker)
      if (fromMs === undefined || atMs < fromMs) touched.set(tracker, atMs)
    }
  }
  return { outcomes, inserts: [...inserts.values()], corrections: [...corrections.values()], touched }
}

function pointOf(known: ReturnType<ReturnType<Memory["points"]>["find"]>) {
  return known.kind === "new" ? undefined : known.point
}

function timesOf({ datastream, atMs, resultAtMs }: Observation): string {
  return `${datastream} ${atMs} ${resultAtMs}`
}
