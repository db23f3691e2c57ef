import { type Level, levels, type PackRule } from "@holdfast/contracts"
import type { Judged, Reached, RuleState } from "./judged.ts"
import { countAt, heldCount } from "./rule-count.ts"
import { heldFor, minutesWithoutData, valueAt } from "./rule-value.ts"

/** The state of a rule in one area at one time. */
export function stateAt(judged: Judged, atMs: number): RuleState {
  const { rule, watched } = judged
  const limit = clearingLimit(rule)
  if (rule.over === "cluster" || rule.over === "rules") {
    const { count, atMost, datastreams } = countAt(judged, atMs, stateAt)
    const found = highest(
      rule,
      (threshold) => count >= threshold && (rule.holdMin === 0 || heldCount(judged, atMs, threshold, stateAt)),
    )
    const reached = found && { ...found, value: count, datastream: datastreams.at(-1)!, datastreams, atMs }
    return { reached, isOver: () => atMost() < limit }
  }
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
    const { atLeast, isBelow } = valueAt(rule, points, atMs)
    under.push(() => isBelow(limit))
    if (atLeast === null) continue
    const found = highest(
      rule,
      (threshold) => atLeast >= threshold && (rule.holdMin === 0 || heldFor(rule, points, atMs, threshold)),
    )
    reached = higher(reached, found && { ...found, value: atLeast, datastream, atMs })
  }
  return { reached, isOver: () => under.length > 0 && under.every((isUnder) => isUnder()) }
}

/** The highest value that a rule sees in an area, whether it reaches a level or not; null when it sees none. */
export function worstValueAt(judged: Judged, atMs: number): number | null {
  const { rule, watched } = judged
  if (rule.over === "cluster" || rule.over === "rules") return countAt(judged, atMs, stateAt).count
  const values = watched.flatMap(({ points, sinceMs }) =>
    rule.over === "missing" ? minutesWithoutData(points, sinceMs, atMs) : (valueAt(rule, points, atMs).atLeast ?? []),
  )
  return values.length === 0 ? null : Math.max(...values)
}

export function rankOf(level: Level): number {
  return levels.indexOf(level)
}

/** A signal is over when everything lies below this. */
export function clearingLimit({ levels: thresholds, clearShare }: Pick<PackRule, "levels" | "clearShare">): number {
  return Math.min(...Object.values(thresholds)) * clearShare
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
