import { canonicalJson, type Json } from "@holdfast/kernel"
import type { Kysely } from "kysely"
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
export async function sortOut(
  db: Kysely<unknown>,
  memory: Memory,
  rows: readonly Observation[],
  nextId: () => number,
): Promise<Sorted> {
  // Memory knows numbers only; what has more is asked of the database too.
  const isOutside = ({ datastream, atMs, detail }: Observation) =>
    detail !== undefined || atMs < memory.points(datastream).completeFromMs
  const old = rows.filter(isOutside)
  const stored = new Map<string, StoredObservation>()
  if (old.length > 0) for (const row of await findStored(db, old)) stored.set(timesOf(row), row)

  const outcomes: Outcome[] = []
  const inserts = new Map<number, StoredObservation>()
  const corrections = new Map<number, StoredObservation>()
  const touched = new Map<RuleTracker, number>()
  for (const row of rows) {
    const { datastream, atMs, resultAtMs, value } = row
    const points = memory.points(datastream)
    const outside = isOutside(row)
    const twin = outside ? stored.get(timesOf(row)) : pointOf(points.find(atMs, resultAtMs, value))
    if (twin && twin.value === value && isSameDetail(row.detail, (twin as Partial<StoredObservation>).detail)) {
      outcomes.push({ kind: "duplicate", id: twin.id })
      continue
    }
    const id = twin?.id ?? row.id ?? nextId()
    const kept = { ...row, id }
    if (!twin || inserts.has(id)) inserts.set(id, kept)
    else corrections.set(id, kept)
    outcomes.push({ kind: twin ? "corrected" : "stored", id })
    if (outside) stored.set(timesOf(row), kept)
    if (atMs < points.completeFromMs) continue
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

function isSameDetail(a: Observation["detail"], b: Observation["detail"]): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a as Json) === canonicalJson(b as Json))
}

function timesOf({ datastream, atMs, resultAtMs }: Observation): string {
  return `${datastream} ${atMs} ${resultAtMs}`
}
