import { RunningTotals, type Totals } from "./running-totals.ts"

/** A stored measurement as the rules need it. Times are milliseconds since 1970. */
export interface Point {
  readonly id: number
  readonly atMs: number
  readonly resultAtMs: number
  readonly value: number | null
}

export type Known = { readonly kind: "new" } | { readonly kind: "duplicate" | "correction"; readonly point: Point }

/** What a series that sent nothing has: all of them the same list, because a city may have a million. It is never written to. */
const NONE: Point[] = []

/**
 * The newest measurements of one datastream, by time. They serve twice: to tell whether a measurement was seen before, and as
 * the windows of the rules. What lies before `completeFromMs` has left memory and is asked of the database.
 */
export class Points {
  #points: Point[]
  #completeFromMs: number
  /** Made when a rule first asks: most series are asked nothing. */
  #totals: RunningTotals | undefined

  /** @param completeFromMs from when on every stored measurement is here; -Infinity for a datastream that has none stored */
  constructor(completeFromMs: number, points: readonly Point[] = []) {
    this.#completeFromMs = completeFromMs
    this.#points = points.length === 0 ? NONE : points.toSorted(order)
  }

  get completeFromMs(): number {
    return this.#completeFromMs
  }
  get all(): readonly Point[] {
    return this.#points
  }
  get newest(): Point | undefined {
    return this.#points.at(-1)
  }

  /** The same observation has equal times and result; equal times with another result is a correction. */
  find(atMs: number, resultAtMs: number, value: number | null): Known {
    const point = this.#points[this.#indexOf(atMs, resultAtMs)]
    if (!point || point.atMs !== atMs || point.resultAtMs !== resultAtMs) return { kind: "new" }
    return { kind: Object.is(point.value, value) || point.value === value ? "duplicate" : "correction", point }
  }

  /** Puts a measurement in its place in time; one with equal times is replaced. */
  put(point: Point): void {
    const points = this.#points
    const last = points.at(-1)
    if (!last) {
      this.#points = [point]
      return
    }
    if (order(last, point) < 0) {
      points.push(point)
      return
    }
    const index = this.#indexOf(point.atMs, point.resultAtMs)
    this.#totals?.changedFrom(index)
    const same = points[index] && order(points[index], point) === 0
    points.splice(index, same ? 1 : 0, point)
  }

  /** Lets go of what is older than `fromMs`, and of the oldest beyond `max`; always keeps the newest. */
  trim(fromMs: number, max: number): void {
    const points = this.#points
    let drop = Math.max(0, points.length - max)
    while (drop < points.length - 1 && points[drop]!.atMs < fromMs) drop += 1
    // Moving the rest for each single one would cost more than keeping a few too long.
    if (drop === 0 || (drop < 64 && points.length <= max)) return
    this.#completeFromMs = Math.max(this.#completeFromMs, points[drop - 1]!.atMs + 1)
    this.#points = points.slice(drop)
    this.#totals?.clear()
  }

  /** Measurements in (afterMs, untilMs], one per time: of several results for one time the newest counts. */
  between(afterMs: number, untilMs: number): Point[] {
    const found: Point[] = []
    for (let i = this.#indexOf(afterMs + 1, -Infinity); i < this.#points.length; i += 1) {
      const point = this.#points[i]!
      if (point.atMs > untilMs) break
      if (found.at(-1)?.atMs === point.atMs) found.pop()
      found.push(point)
    }
    return found
  }

  /** What the measurements in (afterMs, untilMs] add up to, whatever their number, at the cost of two searches. */
  totals(afterMs: number, untilMs: number): Totals {
    const start = this.#indexOf(afterMs + 1, -Infinity)
    this.#totals ??= new RunningTotals()
    return this.#totals.between(this.#points, start, Math.max(start, this.#indexOf(untilMs + 1, -Infinity)))
  }

  /** The greatest result in (afterMs, untilMs]; null when there is none. */
  greatest(afterMs: number, untilMs: number): number | null {
    let most: number | null = null
    const points = this.#points
    for (let i = this.#indexOf(afterMs + 1, -Infinity); i < points.length; i += 1) {
      const { atMs, value } = points[i]!
      if (atMs > untilMs) break
      const isReplaced = points[i + 1]?.atMs === atMs
      if (value !== null && !isReplaced && (most === null || value > most)) most = value
    }
    return most
  }

  /** The newest `count` measurements up to a time, oldest first. */
  upTo(untilMs: number, count: number): Point[] {
    const found: Point[] = []
    for (let i = this.#indexOf(untilMs, Infinity) - 1; i >= 0 && found.length < count; i -= 1) {
      const point = this.#points[i]!
      if (found.at(-1)?.atMs !== point.atMs) found.push(point)
    }
    return found.toReversed()
  }

  #indexOf(atMs: number, resultAtMs: number): number {
    const points = this.#points
    let low = 0
    let high = points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const point = points[middle]!
      if (point.atMs < atMs || (point.atMs === atMs && point.resultAtMs < resultAtMs)) low = middle + 1
      else high = middle
    }
    return low
  }
}

function order(a: Point, b: Point): number {
  return a.atMs - b.atMs || a.resultAtMs - b.resultAtMs
}
