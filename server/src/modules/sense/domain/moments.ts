import type { PackRule } from "@holdfast/contracts"
import type { Judged, Watched } from "./judged.ts"

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
    points.eachTime(fromMs - 1, untilMs, (atMs) => moments.add(atMs))
    if (rule.over === "cluster")
      points.eachTime(fromMs - windowMs - 1, untilMs - windowMs, (atMs) => moments.add(atMs + windowMs))
  }
  return [...moments].sort((a, b) => a - b)
}

/** Who measured at each time from `fromMs` to `untilMs`, both included, oldest first. */
export function measuredBetween(watched: readonly Watched[], fromMs: number, untilMs: number): [number, Watched[]][] {
  const measured = new Map<number, Watched[]>()
  for (const one of watched) {
    one.points.eachTime(fromMs - 1, untilMs, (atMs) => {
      const others = measured.get(atMs)
      if (!others) measured.set(atMs, [one])
      else if (others.at(-1) !== one) others.push(one)
    })
  }
  return [...measured].sort(([a], [b]) => a - b)
}

/** The time of the newest measurement before `atMs`; -Infinity when there is none. */
export function measuredBefore({ watched }: Pick<Judged, "watched">, atMs: number): number {
  return Math.max(...watched.map(({ points }) => points.lastUpTo(atMs - 1)?.atMs ?? -Infinity))
}
