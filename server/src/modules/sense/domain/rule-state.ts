import { type Level, levels, type PackRule } from "@holdfast/contracts"
import type { Judged, Reached, RuleState, Watched } from "./judged.ts"
import { countAt, heldCount } from "./rule-count.ts"
import { heldFor, minutesWithoutData, valueAt } from "./rule-value.ts"

/** The state of a rule in one area at one time. */
export function stateAt(judged: Judged, atMs: number): RuleState {
  if (judged.rule.over === "cluster" || judged.rule.over === "rules") return countedAt(judged, atMs)
  return { reached: reachedAt(judged, atMs, judged.watched), isOver: () => blockerAt(judged, atMs) === undefined }
}

function countedAt(judged: Judged, atMs: number): RuleState {
  const { rule } = judged
  const { count, atMost, datastreams } = countAt(judged, atMs, stateAt)
  const found = highest(
    rule,
    (threshold) => count >= threshold && (rule.holdMin === 0 || heldCount(judged, atMs, threshold, stateAt)),
  )
  const reached = found && { ...found, value: count, datastream: datastreams.at(-1)!, datastreams, atMs }
  return { reached, isOver: () => atMost() < clearingLimit(rule) }
}

/** The highest level that one of some datastreams reaches at one time. */
export function reachedAt({ rule }: Judged, atMs: number, among: readonly Watched[]): Reached | undefined {
  let reached: Reached | undefined
  for (const { datastream, points, sinceMs } of among) {
    if (rule.over === "missing") {
      const minutes = minutesWithoutData(points, sinceMs, atMs)
      const found = highest(rule, (threshold) => minutes >= threshold)
      reached = higher(reached, found && { ...found, value: null, datastream, atMs })
      continue
    }
    // One that has measured nothing up to then has no say, whatever came later.
    if (!points.hasUpTo(atMs)) continue
    const { atLeast } = valueAt(rule, points, atMs)
    if (atLeast === null) continue
    const found = highest(
      rule,
      (threshold) => atLeast >= threshold && (rule.holdMin === 0 || heldFor(rule, points, atMs, threshold)),
    )
    reached = higher(reached, found && { ...found, value: atLeast, datastream, atMs })
  }
  return reached
}

/** A datastream that is not known to lie under the clearing limit, so that it is not over yet. Where none has measured, none is known. */
export function blockerAt(judged: Judged, atMs: number): Watched | "nobody" | undefined {
  const { rule, watched } = judged
  const limit = clearingLimit(rule)
  const heard = rule.over === "missing" ? watched : watched.filter(({ points }) => points.hasUpTo(atMs))
  return heard.length === 0 ? "nobody" : heard.find((one) => blocks(rule, one, atMs, limit))
}

/** Whether one datastream alone keeps a signal up. */
export function blocks(rule: PackRule, { points, sinceMs }: Watched, atMs: number, limit = clearingLimit(rule)): boolean {
  return rule.over === "missing"
    ? minutesWithoutData(points, sinceMs, atMs) >= limit
    : !valueAt(rule, points, atMs).isBelow(limit)
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

/** The lowest threshold. */
export function lowestOf({ levels: thresholds }: Pick<PackRule, "levels">): number {
  return Math.min(...Object.values(thresholds))
}

/** A signal is over when everything lies below this. */
export function clearingLimit(rule: Pick<PackRule, "levels" | "clearShare">): number {
  return lowestOf(rule) * rule.clearShare
}

const HIGHEST_FIRST = levels.toReversed()

function highest(rule: PackRule, reaches: (threshold: number) => boolean): { level: Level; threshold: number } | undefined {
  for (const level of HIGHEST_FIRST) {
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
