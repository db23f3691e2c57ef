import { type Level, levels, type PackRule } from "@holdfast/contracts"
import type { Points } from "./points.ts"
import { heldFor, minutesWithoutData, valueAt } from "./rule-value.ts"

/** One datastream under a rule. */
export interface Watched {
  readonly datastream: number
  readonly points: Points
  /** Since when data are expected, for missing-data rules. */
  readonly sinceMs: number
}

/** What was seen when a level was reached. `value` is null for missing data. */
export interface Reached {
  readonly level: Level
  readonly threshold: number
  readonly value: number | null
  readonly datastream: number
  readonly atMs: number
}

export interface RuleState {
  /** The highest level that any datastream of the area reaches. */
  readonly reached: Reached | undefined
  /** Every datastream is known to be under the clearing limit. Unknown is not over. */
  readonly isOver: () => boolean
}

/** The state of a rule in one area at one time. */
export function stateAt(rule: PackRule, watched: readonly Watched[], atMs: number): RuleState {
  const limit = Math.min(...Object.values(rule.levels)) * rule.clearShare
  let reached: Reached | undefined
  const under: (() => boolean)[] = []
  for (const { datastream, points, sinceMs } of watched) {
    if (rule.over === "missing") {
      const minutes = minutesWithoutData(points, sinceMs, atMs)
      const found = highest(rule, (threshold) => minutes >= threshold)
      reached = higher(reached, found && { ...found, value: null, datastream, atMs })
      under.push(() => minutes < limit)
      continue
    }
    // One that has measured nothing up to then has no say, whatever came later.
    if (points.upTo(atMs, 1).length === 0) continue
    const { atLeast, isKnown } = valueAt(rule, points, atMs)
    under.push(() => atLeast !== null && atLeast < limit && isKnown())
    if (atLeast === null) continue
    const found = highest(
      rule,
      (threshold) => atLeast >= threshold && (rule.holdMin === 0 || heldFor(rule, points, atMs, threshold)),
    )
    reached = higher(reached, found && { ...found, value: atLeast, datastream, atMs })
  }
  return { reached, isOver: () => under.length > 0 && under.every((isUnder) => isUnder()) }
}

export function rankOf(level: Level): number {
  return levels.indexOf(level)
}

function highest(rule: PackRule, reaches: (threshold: number) => boolean): { level: Level; threshold: number } | undefined {
  for (const level of levels.toReversed()) {
    const threshold = rule.levels[level]
    if (threshold !== undefined && reaches(threshold)) return { level, threshold }
  }
  return undefined
}

function higher(a: Reached | undefined, b: Reached | undefined): Reached | undefined {
  if (!a || !b) return a ?? b
  const difference = rankOf(b.level) - rankOf(a.level) || (b.value ?? 0) - (a.value ?? 0)
  return difference > 0 ? b : a
}
