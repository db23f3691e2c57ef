import type { AreaRef, PackRule } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import { Points } from "./domain/points.ts"
import type { FindArea } from "./domain/rule-areas.ts"
import { RuleIndex } from "./domain/rule-index.ts"
import { LATE_MAX_MS, memoryMs, RuleTracker } from "./domain/rule-tracker.ts"
import { listRecent } from "./store/observation-store.ts"
import { type IssuedFor, listIssued } from "./store/signal-store.ts"

export interface HazardRule {
  readonly hazard: string
  readonly rule: PackRule
  /** The rules that a rule about rules is about. */
  readonly parts?: readonly PackRule[] | undefined
  /** Counts the changes that the city made to it; 0 for a rule as its pack has it. */
  readonly version?: number
}

/** What memory holds of one datastream. */
export interface Series {
  readonly points: Points
  trackers: readonly RuleTracker[]
  keepMs: number
  /** From when on something came in the batch that is being sorted out. */
  touchedFromMs: number
  /** Some were measured over intervals: one beginning may then have several ends, which only the database tells apart. */
  hasIntervals: boolean
}

/** A datastream that no rule watches keeps this much, for telling doubles apart. */
const UNWATCHED_MS = 60 * 60_000
/** Measurements of one datastream in memory; what goes beyond is asked of the database. A month of minutes fits. */
const POINTS_MAX = 50_000
/** Measurements of all datastreams in memory. When there are more, those that have most give up their oldest. */
const ALL_POINTS_MAX = 4_000_000
/** What a datastream keeps even then: a day of minutes, and an hour more. */
const CROWDED_POINTS_MAX = 1_500
/** How much comes in before all is counted again. */
const COUNT_AFTER = 400_000

/**
 * What measurements are judged against: the newest of each datastream and the state of every rule in every area. It is rebuilt
 * from the database at start, and again after a commit of which nobody knows whether it happened.
 */
export class Memory {
  readonly #rules: readonly HazardRule[]
  readonly #index: RuleIndex<HazardRule>
  /** By property, how much its rules look back. */
  readonly #keepMs = new Map<string, number>()
  readonly #series = new Map<number, Series>()
  readonly #trackers = new Map<string, RuleTracker>()
  readonly #watched = new Set<number>()
  /** By rule and area, what was issued where nothing is measured for them now. Who measures there next takes it up. */
  readonly #unwatched = new Map<string, readonly IssuedFor[]>()
  readonly #findArea: FindArea
  #comeIn = 0

  private constructor(rules: readonly HazardRule[], findArea: FindArea) {
    this.#rules = rules
    this.#index = new RuleIndex(rules)
    this.#findArea = findArea
  }

  static async load(
    db: Kysely<unknown>,
    now: Date,
    catalogue: Catalogue,
    rules: readonly HazardRule[],
    findArea: FindArea,
  ): Promise<Memory> {
    const memory = new Memory(rules, findArea)
    const nowMs = now.getTime()
    const issued = await listIssued(db, new Date(nowMs - LATE_MAX_MS))
    const asked = [...catalogue.datastreams.values()].map((datastream) => ({
      datastream: datastream.number,
      fromMs: nowMs - memory.#keepMsOf(datastream),
    }))
    const several = [...catalogue.multiDatastreams.keys()].map((datastream) => ({ datastream, fromMs: nowMs - UNWATCHED_MS }))
    asked.push(...several)
    const recent = await listRecent(db, asked, POINTS_MAX)
    for (const { datastream, fromMs } of asked) {
      const { points, hasIntervals = false } = recent.get(datastream) ?? {}
      const full = points !== undefined && points.length >= POINTS_MAX
      const completeFromMs = full ? Math.min(...points.map(({ atMs }) => atMs)) + 1 : fromMs
      // Nothing seen is not nothing stored: what comes from before is still asked of the database.
      memory.#take(datastream, new Points(completeFromMs, points), hasIntervals)
    }
    for (const [key, own] of Map.groupBy(issued, ({ rule, area }) => `${rule} ${area}`)) memory.#unwatched.set(key, own)
    memory.#watch(catalogue)
    return memory
  }

  /** Takes up datastreams that were created since. */
  extend(catalogue: Catalogue): void {
    for (const number of [...catalogue.datastreams.keys(), ...catalogue.multiDatastreams.keys()]) {
      if (!this.#series.has(number)) this.#take(number, new Points(-Infinity))
    }
    this.#watch(catalogue)
  }

  /** Signals of rules in force that no measurement could end any more: what was measured in their area was deleted or moved. */
  get unwatched(): IssuedFor[] {
    const inForce = new Set(this.#rules.map(({ rule }) => rule.id))
    return [...this.#unwatched.values()].flat().filter(({ rule, endedMs }) => endedMs === null && inForce.has(rule))
  }

  /** Takes up that one of `unwatched` is over. */
  ended({ id, rule, area }: IssuedFor, endedMs: number): void {
    const key = `${rule} ${area}`
    const all = this.#unwatched.get(key) ?? []
    this.#unwatched.set(
      key,
      all.map((signal) => (signal.id === id ? { ...signal, endedMs } : signal)),
    )
  }

  /** Whether a datastream is there: one that was deleted may still be sent for. */
  has(datastream: number): boolean {
    return this.#series.has(datastream)
  }
  series(datastream: number): Series {
    return this.#series.get(datastream)!
  }
  points(datastream: number): Points {
    return this.#series.get(datastream)!.points
  }
  get trackers(): Iterable<RuleTracker> {
    return this.#trackers.values()
  }

  trim({ points, keepMs }: Series, nowMs: number): void {
    points.trim(nowMs - keepMs, POINTS_MAX)
  }

  /** So many came in. What many devices send far too often must not fill the memory of all. */
  bound(count: number): void {
    this.#comeIn += count
    if (this.#comeIn < COUNT_AFTER) return
    this.#comeIn = 0
    let all = 0
    for (const { points } of this.#series.values()) all += points.length
    if (all <= ALL_POINTS_MAX) return
    for (const { points } of this.#series.values()) points.trim(-Infinity, CROWDED_POINTS_MAX)
  }

  #take(datastream: number, points: Points, hasIntervals = false): void {
    this.#series.set(datastream, { points, trackers: [], keepMs: UNWATCHED_MS, touchedFromMs: 0, hasIntervals })
  }

  #keepMsOf({ property: { id } }: Datastream): number {
    const known = this.#keepMs.get(id)
    if (known !== undefined) return known
    const keepMs = this.#index.about(id).reduce((most, { rule, parts }) => Math.max(most, memoryMs(rule, parts)), UNWATCHED_MS)
    this.#keepMs.set(id, keepMs)
    return keepMs
  }

  #watch(catalogue: Catalogue): void {
    const placeOf = new Map([...catalogue.locations.values()].map(({ thing, at }) => [thing.number, at]))
    for (const datastream of catalogue.datastreams.values()) {
      if (this.#watched.has(datastream.number)) continue
      this.#watched.add(datastream.number)
      const series = this.series(datastream.number)
      series.keepMs = this.#keepMsOf(datastream)
      // Outside the city there is nobody to warn, unless a rule names an area for the station.
      const trackers = this.#index
        .hearing(datastream.property.id, datastream.thing, this.#findArea)
        .map(({ rule, area }) => this.#tracker(rule, area))
      const watched = {
        datastream: datastream.number,
        points: series.points,
        sinceMs: datastream.createdAt.getTime(),
        property: datastream.property.id,
        at: placeOf.get(datastream.thing.number),
      }
      for (const tracker of trackers) tracker.watched.push(watched)
      series.trackers = trackers
    }
  }

  #tracker({ hazard, rule, parts, version }: HazardRule, area: AreaRef): RuleTracker {
    const key = `${rule.id} ${area.id}`
    const known = this.#trackers.get(key)
    if (known) return known
    const tracker = new RuleTracker({ hazard, rule, area, parts, version, issued: this.#unwatched.get(key) ?? [] })
    this.#unwatched.delete(key)
    this.#trackers.set(key, tracker)
    return tracker
  }
}
