import { canonicalJson, type Json } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import { type Batch, FATES, type Fate } from "./batch.ts"
import type { Observation, ObservationDetail } from "./domain/observation.ts"
import type { RuleTracker } from "./domain/rule-tracker.ts"
import type { Memory, Series } from "./memory.ts"
import { findStored, type StoredObservation } from "./store/observation-store.ts"

export interface Sorted {
  /** The places of corrections of what was stored before. */
  readonly corrections: readonly number[]
  /** The rules that saw something new, and from when on. */
  readonly touched: ReadonlyMap<RuleTracker, number>
  /** The series that measurements came for. */
  readonly series: ReadonlySet<Series>
}

/** What is known of a measurement with the same times. */
interface Twin {
  readonly id: number
  readonly value: number | null
  readonly detail?: ObservationDetail | undefined
}

const [STORED, DUPLICATE, CORRECTED] = [place("stored"), place("duplicate"), place("corrected")]

/**
 * Tells new measurements from doubles and corrections, puts them into memory, and gives each its id. What is older than memory
 * is asked of the database, all at once. If the commit that follows fails, memory must be loaded anew.
 *
 * @param firstId ids from here on are free, as many as there are measurements
 */
export async function sortOut(db: Kysely<unknown>, memory: Memory, batch: Batch, firstId: number): Promise<Sorted> {
  const stored = await askOld(db, memory, batch)
  const corrections = new Set<number>()
  const series = new Set<Series>()
  /** The places of those that got a new id, in the order of the ids. */
  const places: number[] = []
  for (let i = 0; i < batch.count; i += 1) {
    const [datastream, atMs, resultAtMs] = [batch.datastreams[i]!, batch.atMs[i]!, batch.resultAtMs[i]!]
    const own = memory.series(datastream)
    const { points } = own
    const rich = batch.rich.get(i)
    // What comes in order, as nearly all does, needs no search.
    const isNew = rich === undefined && atMs > points.newestMs && atMs >= points.completeFromMs && !own.hasIntervals
    const twin = isNew ? undefined : findTwin(i)
    if (twin && isSame(twin, i)) {
      batch.fates[i] = DUPLICATE
      batch.ids[i] = twin.id
      continue
    }
    const id = twin?.id ?? rich?.id ?? firstId + places.push(i) - 1
    batch.ids[i] = id
    batch.fates[i] = twin ? CORRECTED : STORED
    const first = twin && placeOf(id)
    if (first !== undefined) correctInPlace(first, i)
    else if (twin) corrections.add(i)
    // What follows in this batch is held to what came before it, not to what is stored.
    if (!isNew && (stored.size > 0 || isOutside(i))) stored.set(timesOf(batch.at(i)), batch.at(i))
    if (atMs < points.completeFromMs) continue
    // Of several intervals with one beginning the newest speaks, also when an older one is corrected.
    if (own.hasIntervals && (points.find(atMs, resultAtMs)?.id ?? 0) > id) continue
    points.add(atMs, resultAtMs, batch.results[i]!, id)
    if (!series.has(own)) {
      series.add(own)
      own.touchedFromMs = atMs
    } else if (atMs < own.touchedFromMs) own.touchedFromMs = atMs
  }
  return { corrections: [...corrections], touched: touchedBy(series), series }

  // Memory knows numbers and beginnings only; what has more is asked of the database too.
  function isOutside(i: number): boolean {
    const { points, hasIntervals } = memory.series(batch.datastreams[i]!)
    return hasIntervals || batch.rich.get(i)?.detail !== undefined || batch.atMs[i]! < points.completeFromMs
  }

  function findTwin(i: number): Twin | undefined {
    const { points, hasIntervals } = memory.series(batch.datastreams[i]!)
    const own = isOutside(i) ? stored.get(timesOf(batch.at(i))) : undefined
    // What came as a plain number in this batch is stored nowhere yet.
    return hasIntervals ? own : (own ?? points.find(batch.atMs[i]!, batch.resultAtMs[i]!))
  }

  function isSame(twin: Twin, i: number): boolean {
    const result = batch.results[i]!
    return (twin.value ?? Number.NaN) === result || (twin.value === null && Number.isNaN(result))
      ? isSameDetail(batch.rich.get(i)?.detail, twin.detail)
      : false
  }

  /** Where in this batch an id was given; undefined for one that was stored before. */
  function placeOf(id: number): number | undefined {
    if (id >= firstId && id < firstId + places.length) return places[id - firstId]
    for (const [place, { id: own }] of batch.rich)
      if (own === id && batch.ids[place] === id && batch.fates[place] === STORED) return place
    return undefined
  }

  /** One that is not stored yet is stored corrected. */
  function correctInPlace(first: number, i: number): void {
    batch.results[first] = batch.results[i]!
    const [before, after] = [batch.rich.get(first), batch.rich.get(i)]
    if (before || after)
      batch.rich.set(first, { ...batch.at(first), detail: after?.detail, ...(before?.id ? { id: before.id } : {}) })
  }
}

/** Those of a batch that memory cannot judge and that are stored, by their times. */
async function askOld(db: Kysely<unknown>, memory: Memory, batch: Batch): Promise<Map<string, StoredObservation>> {
  const old: StoredObservation[] = []
  for (const { datastream, untilMs } of batch.rich.values())
    if (untilMs !== undefined) memory.series(datastream).hasIntervals = true
  for (let i = 0; i < batch.count; i += 1) {
    const { points, hasIntervals } = memory.series(batch.datastreams[i]!)
    const isBefore = batch.atMs[i]! < points.completeFromMs || (hasIntervals && batch.atMs[i]! <= points.newestMs)
    if (isBefore || batch.rich.get(i)?.detail !== undefined) old.push(batch.at(i))
  }
  const found = old.length === 0 ? [] : await findStored(db, old)
  return new Map(found.map((row) => [timesOf(row), row]))
}

function touchedBy(series: ReadonlySet<Series>): Map<RuleTracker, number> {
  const touched = new Map<RuleTracker, number>()
  for (const { trackers, touchedFromMs } of series) {
    for (const tracker of trackers) {
      const fromMs = touched.get(tracker)
      if (fromMs === undefined || touchedFromMs < fromMs) touched.set(tracker, touchedFromMs)
    }
  }
  return touched
}

function place(fate: Fate): number {
  return FATES.indexOf(fate)
}

function isSameDetail(a: Observation["detail"], b: Observation["detail"]): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a as Json) === canonicalJson(b as Json))
}

function timesOf({ datastream, atMs, untilMs, resultAtMs }: Observation): string {
  return `${datastream} ${atMs} ${untilMs ?? ""} ${resultAtMs}`
}
