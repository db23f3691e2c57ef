import type { PackRule } from "@holdfast/contracts"
import type { Points } from "./points.ts"

/**
 * What a rule makes of one datastream at one time.
 *
 * - `atLeast`: the value is not below this. Raising needs no more, so a sum with a missing hour raises only when what was
 *   measured is enough by itself. Null when nothing can be said.
 * - `isBelow`: whether the value is known to be below a limit, so that the danger is over. Asked only then, because it costs more
 *   than the value.
 */
export interface RuleValue {
  readonly atLeast: number | null
  readonly isBelow: (limit: number) => boolean
}

const MINUTE_MS = 60_000
const NOTHING: RuleValue = { atLeast: null, isBelow: () => false }
/** The step between measurements is the middle of so many of the last gaps. */
const GAPS_READ = 24
/** A gap of more than one and a half steps is a missing measurement; clocks of stations drift by less. */
const GAP_MAX_STEPS = 1.5
/** A mean stands on three quarters of its measurements, as a daily mean of air quality does. */
const MEAN_SHARE_MIN = 0.75
/** Differences of tenths are tenths: a thousandth keeps finer instruments, as sums do. */
const PARTS = 1000

/**
 * The value of a rule over the window (atMs − windowMin, atMs]; a rise and a fall also see the measurement at its very beginning.
 * Rules about missing data, clusters, and rules about rules are no function of one datastream.
 */
export function valueAt(rule: Pick<PackRule, "over" | "windowMin">, points: Points, atMs: number): RuleValue {
  const fromMs = atMs - rule.windowMin * MINUTE_MS
  switch (rule.over) {
    case "latest": {
      const newest = points.lastUpTo(atMs)
      return !newest || newest.atMs <= fromMs ? NOTHING : known(newest.value)
    }
    case "sum": {
      // A negative amount is a fault of the instrument, and would hide what the others measured.
      const { amount, amounts } = points.totals(fromMs, atMs)
      if (amounts === 0) return NOTHING
      return whenWhole(amount, () => isWhole(points, (value) => value >= 0, fromMs, atMs))
    }
    case "max": {
      const greatest = points.greatest(fromMs, atMs)
      if (greatest === null) return NOTHING
      return whenWhole(greatest, () => isWhole(points, () => true, fromMs, atMs))
    }
    case "min": {
      const values = valuesOf(points, fromMs, atMs)
      if (values.length === 0) return NOTHING
      const least = Math.min(...values)
      // What is missing may have been lower: that hides nothing when clearing, and everything when raising.
      return {
        atLeast: isWhole(points, () => true, fromMs, atMs) ? least : null,
        isBelow: (limit) => least < limit,
      }
    }
    case "rise":
    case "fall": {
      const newest = points.lastUpTo(atMs)
      if (!newest || newest.value === null || newest.atMs < fromMs) return NOTHING
      const values = valuesOf(points, fromMs - 1, atMs)
      const by = rule.over === "rise" ? newest.value - Math.min(...values) : Math.max(...values) - newest.value
      return whenWhole(Math.round(by * PARTS) / PARTS, () => isWhole(points, () => true, fromMs, atMs))
    }
    case "mean": {
      const stepMs = stepUpTo(points, atMs)
      if (stepMs === undefined) return NOTHING
      const { sum, count } = points.totals(fromMs, atMs)
      return count === 0 || count * stepMs < MEAN_SHARE_MIN * (atMs - fromMs) ? NOTHING : known(sum / count)
    }
    case "missing":
    case "cluster":
    case "rules":
      return NOTHING
  }
}

function known(value: number | null): RuleValue {
  return value === null ? NOTHING : { atLeast: value, isBelow: (limit) => value < limit }
}

function whenWhole(value: number, isKnown: () => boolean): RuleValue {
  return { atLeast: value, isBelow: (limit) => value < limit && isKnown() }
}

function valuesOf(points: Points, afterMs: number, untilMs: number): number[] {
  return points.between(afterMs, untilMs).flatMap(({ value }) => (value === null ? [] : [value]))
}

/** Rules whose value only falls until the next measurement of the same datastream. */
const FALLING = new Set<PackRule["over"]>(["latest", "sum", "max"])

/** Whether the value of a datastream can reach a level only at the times of its own measurements. */
export function risesWhenMeasured({ over, holdMin }: Pick<PackRule, "over" | "holdMin">): boolean {
  return FALLING.has(over) && holdMin === 0
}

/**
 * The value lies nowhere from `fromMs` to `untilMs` above this. It costs next to nothing and is often far too high: most of the
 * time it says that nothing happened, and nothing else has to be asked.
 */
export function atMostBetween(
  rule: Pick<PackRule, "over" | "windowMin">,
  points: Points,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): number {
  switch (rule.over) {
    case "latest":
    case "max":
    case "min":
      return points.atMost
    case "mean":
      // Sums are made of thousandths.
      return points.atMost + 1 / PARTS
    case "sum":
      return points.atMost <= 0 ? points.atMost : points.totals(fromMs - rule.windowMin * MINUTE_MS, untilMs).amount
    case "rise":
    case "fall":
      // A thousandth more: the rise itself is rounded to it.
      return points.atMost - points.atLeast + 1 / PARTS
    case "missing":
    case "cluster":
    case "rules":
      return Infinity
  }
}

/** Minutes without data at `nowMs`; a measurement without a result is none. */
export function minutesWithoutData(points: Points, sinceMs: number, nowMs: number): number {
  return Math.max(0, (nowMs - (points.lastResultMs(nowMs) ?? sinceMs)) / MINUTE_MS)
}

/**
 * Whether the value reached `threshold` at every moment of the last `holdMin`. Between measurements a value changes only when
 * one leaves the window, so these moments are enough.
 */
export function heldFor(
  rule: Pick<PackRule, "over" | "windowMin" | "holdMin">,
  points: Points,
  atMs: number,
  threshold: number,
): boolean {
  const sinceMs = atMs - rule.holdMin * MINUTE_MS
  const windowMs = rule.windowMin * MINUTE_MS
  const moments = new Set([atMs, sinceMs])
  // A rise and a fall see the beginning of the window too, so that what lies there leaves a moment later.
  const leavesAfterMs = rule.over === "rise" || rule.over === "fall" ? windowMs + 1 : windowMs
  for (const point of points.between(sinceMs - leavesAfterMs, atMs)) {
    if (point.atMs > sinceMs) moments.add(point.atMs)
    if (point.atMs + leavesAfterMs > sinceMs && point.atMs + leavesAfterMs <= atMs) moments.add(point.atMs + leavesAfterMs)
  }
  return [...moments].every((moment) => {
    const { atLeast } = valueAt(rule, points, moment)
    return atLeast !== null && atLeast >= threshold
  })
}

function isWhole(points: Points, counts: (value: number) => boolean, fromMs: number, atMs: number): boolean {
  const stepMs = stepUpTo(points, atMs)
  if (stepMs === undefined) return false
  const longestMs = stepMs * GAP_MAX_STEPS
  let lastMs = fromMs
  for (const point of points.between(fromMs, atMs)) {
    if (point.value === null || !counts(point.value)) continue
    if (point.atMs - lastMs > longestMs) return false
    lastMs = point.atMs
  }
  // At the end a whole step means that one is due and not there.
  return atMs - lastMs < stepMs
}

/** How far apart the measurements usually are; undefined with fewer than two. */
function stepUpTo(points: Points, atMs: number): number | undefined {
  const last = points.upTo(atMs, GAPS_READ + 1)
  if (last.length < 2) return undefined
  const gaps = last.slice(1).map((point, i) => point.atMs - last[i]!.atMs)
  return gaps.toSorted((a, b) => a - b)[gaps.length >> 1]
}
