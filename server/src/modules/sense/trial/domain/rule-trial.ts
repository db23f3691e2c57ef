import type { AreaRef, Level, PackRule } from "@holdfast/contracts"
import type { LonLat } from "@holdfast/geo"
import { type Point, Points } from "../../domain/points.ts"
import { worstValueAt } from "../../domain/rule-state.ts"
import { memoryMs, RuleTracker } from "../../domain/rule-tracker.ts"
import type { SignalChange } from "../../domain/signal-changes.ts"
import { ValueCurve } from "../../domain/value-curve.ts"

/** How often a trial asks for missing data; live they are asked for every few seconds, but no rule waits for less than a minute. */
const SWEEP_MS = 5 * 60_000
const POINTS_MAX = 50_000

/** A datastream that the rule hears, and for which areas. */
export interface Stream {
  readonly datastream: number
  readonly property: string
  readonly at: LonLat | undefined
  readonly areas: readonly AreaRef[]
}

export interface Measured extends Point {
  readonly datastream: number
}

/** A signal that the rule would have raised. */
export interface Raised {
  readonly area: AreaRef
  readonly level: Level
  readonly fromMs: number
  readonly untilMs: number | null
  readonly peak: number | null
  readonly rises: readonly { readonly level: Level; readonly atMs: number }[]
}

/**
 * A rule that goes through past measurements in the order of their times, with the trackers that judge live ones, and with a
 * memory of its own: nothing of it reaches the city.
 */
export class RuleTrial {
  readonly #options: {
    readonly rule: PackRule
    readonly parts: readonly PackRule[]
    readonly fromMs: number
    readonly untilMs: number
  }
  readonly #points = new Map<number, Points>()
  readonly #trackersOf = new Map<number, RuleTracker[]>()
  readonly #trackers = new Map<string, RuleTracker>()
  readonly #curves = new Map<RuleTracker, ValueCurve>()
  readonly #raised = new Map<string, Raised>()
  #sweptMs: number

  constructor(options: {
    readonly hazard: string
    readonly rule: PackRule
    readonly parts: readonly PackRule[]
    readonly streams: readonly Stream[]
    /** Signals are raised from here on; what is added before fills the windows. */
    readonly fromMs: number
    readonly untilMs: number
  }) {
    this.#options = options
    this.#sweptMs = options.fromMs
    const { hazard, rule, parts, fromMs, untilMs } = options
    for (const { datastream, property, at, areas } of options.streams) {
      const points = new Points(-Infinity)
      this.#points.set(datastream, points)
      const trackers = areas.map((area) => {
        const tracker = this.#trackers.get(area.id) ?? new RuleTracker({ hazard, rule, area, parts, issued: [] })
        this.#trackers.set(area.id, tracker)
        if (!this.#curves.has(tracker)) this.#curves.set(tracker, new ValueCurve(fromMs, untilMs))
        tracker.watched.push({ datastream, points, property, at, sinceMs: fromMs })
        return tracker
      })
      this.#trackersOf.set(datastream, trackers)
    }
  }

  /** Measurements in the order of their times, after all that were added before. */
  add(measured: readonly Measured[]): void {
    for (let i = 0; i < measured.length; ) {
      const { atMs } = measured[i]!
      const touched = new Set<RuleTracker>()
      for (; i < measured.length && measured[i]!.atMs === atMs; i += 1) {
        const { datastream, ...point } = measured[i]!
        this.#points.get(datastream)!.put(point)
        this.#points.get(datastream)!.trim(atMs - memoryMs(this.#options.rule, this.#options.parts), POINTS_MAX)
        for (const tracker of this.#trackersOf.get(datastream)!) touched.add(tracker)
      }
      if (atMs < this.#options.fromMs) continue
      this.#sweepUpTo(atMs)
      for (const tracker of touched) this.#judge(tracker, atMs)
    }
  }

  /** What time alone fulfils or ends until the end of the span. */
  finish(): void {
    this.#sweepUpTo(this.#options.untilMs)
    for (const tracker of this.#trackers.values())
      if (tracker.rule.over === "cluster") this.#judge(tracker, this.#options.untilMs)
  }

  /** Earliest first. */
  get raised(): readonly Raised[] {
    return [...this.#raised.values()].toSorted((a, b) => a.fromMs - b.fromMs || (a.area.id < b.area.id ? -1 : 1))
  }

  /** The highest value of each area, the worst area first. */
  get curves(): { readonly area: AreaRef; readonly points: ReturnType<ValueCurve["points"]> }[] {
    return [...this.#curves]
      .toSorted(([, a], [, b]) => b.highest - a.highest)
      .map(([{ area }, curve]) => ({ area, points: curve.points() }))
  }

  #sweepUpTo(atMs: number): void {
    if (this.#options.rule.over !== "missing") return
    for (; this.#sweptMs + SWEEP_MS <= atMs; this.#sweptMs += SWEEP_MS)
      for (const tracker of this.#trackers.values()) this.#judge(tracker, this.#sweptMs + SWEEP_MS)
  }

  #judge(tracker: RuleTracker, atMs: number): void {
    this.#curves.get(tracker)!.add(atMs, worstValueAt(tracker, atMs))
    const changes = tracker.decide({ touchedFromMs: atMs, nowMs: atMs })
    if (changes.length === 0) return
    const ids = new Map<SignalChange, string>()
    for (const change of changes) {
      if (change.kind === "raise") {
        const id = String(this.#raised.size)
        ids.set(change, id)
        const { seen, beganMs, endedMs } = change
        const rises = [{ level: seen.level, atMs: seen.atMs }]
        const { level, value: peak } = seen
        this.#raised.set(id, { area: tracker.area, level, fromMs: beganMs, untilMs: endedMs, peak, rises })
      } else {
        const before = this.#raised.get(change.id)!
        const { id } = change
        if (change.kind === "clear") this.#raised.set(id, { ...before, untilMs: change.endedMs })
        else {
          const { level, value: peak, atMs: reachedMs } = change.seen
          this.#raised.set(id, { ...before, level, peak, rises: [...before.rises, { level, atMs: reachedMs }] })
        }
      }
    }
    tracker.accept(changes, ids, atMs)
  }
}
