import type { Level, PackRule } from "@holdfast/contracts"
import type { LonLat } from "@holdfast/geo"
import type { Points } from "./points.ts"

/** One datastream under a rule. */
export interface Watched {
  readonly datastream: number
  readonly points: Points
  /** Since when data are expected, for missing-data rules. */
  readonly sinceMs: number
  /** What it measures, for rules about several. */
  readonly property?: string
  /** Where it stands, for clusters. */
  readonly at?: LonLat | undefined
}

/** A rule in one area, with what it watches there. */
export interface Judged {
  readonly rule: PackRule
  readonly watched: readonly Watched[]
  /** The rules that a rule about rules is about. */
  readonly parts: readonly PackRule[]
}

/** What was seen when a level was reached. `value` is null for missing data. */
export interface Reached {
  readonly level: Level
  readonly threshold: number
  readonly value: number | null
  readonly datastream: number
  readonly atMs: number
  /** All that made up the value, when it was more than one. */
  readonly datastreams?: readonly number[]
}

export interface RuleState {
  /** The highest level that any datastream of the area reaches. */
  readonly reached: Reached | undefined
  /** Every datastream is known to be under the clearing limit. Unknown is not over. */
  readonly isOver: () => boolean
}

/** How a rule is judged at one time. */
export type StateAt = (judged: Judged, atMs: number) => RuleState
