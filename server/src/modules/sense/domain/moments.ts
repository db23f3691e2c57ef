import type { PackRule } from "@holdfast/contracts"
import type { Judged } from "./judged.ts"

const MINUTE_MS = 60_000

/** Rules that time alone can fulfil or end, because those who would say so say nothing: the world's clock judges them too. */
export function needsClock({ over }: Pick<PackRule, "over">): boolean {
  return over === "missing" || over === "cluster"
}

/**
 * The times from `fromMs` to `untilMs`, both included, at which the state of a rule may change: the times of the measurements,
 * and of alarms also when they leave the window, because no measurement follows that would say so.
 */
export function momentsBetween({ rule, watched }: Pick<Judged, "rule" | "watched">, fromMs: number, untilMs: number): number[] {
  const moments = new Set<number>()
  const windowMs = rule.windowMin * MINUTE_MS
  for (const { points } of watched) {
    for (const { atMs } of points.between(fromMs - 1, untilMs)) moments.add(atMs)
    if (rule.over !== "cluster") continue
    for (const { atMs } of points.between(fromMs - windowMs - 1, untilMs - windowMs)) moments.add(atMs + windowMs)
  }
  return [...moments].toSorted((a, b) => a - b)
}

/** The time of the newest measurement before `atMs`; -Infinity when there is none. */
export function measuredBefore({ watched }: Pick<Judged, "watched">, atMs: number): number {
  return Math.max(...watched.map(({ points }) => points.upTo(atMs - 1, 1)[0]?.atMs ?? -Infinity))
}
