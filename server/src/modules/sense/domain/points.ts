import { NO_RESULT_TIME } from "./observation.ts"
import { RunningTotals, type Totals } from "./running-totals.ts"

/** A stored measurement as the rules need it. Times are milliseconds since 1970. */
export interface Point {
  readonly id: number
  readonly atMs: number
  readonly resultAtMs: number
  readonly value: number | null
}

/** Numbers of one measurement: time, result, id. */
const STRIDE = 3
const [VALUE, ID] = [1, 2]
/** What a series that sent nothing has: all of them the same, because a city may have a million. It is never written to. */
const NONE = new Float64Array(0)

/**
 * The newest measurements of one datastream, by time. They serve twice: to tell whether a measurement was seen before, and as
 * the windows of the rules. What lies before `completeFromMs` has left memory and is asked of the database.
 *
 * They lie in one row of numbers: as an object each, a city's measurements would keep the collector of garbage busier than
 * everything else does.
 */
export class Points {
  #cells = NONE
  /** The result times. A device says them always as the time, or never: while this one does, its word stands for all of them. */
  #resultAts: Float64Array | "as-time" | "none" = "as-time"
  /** The place of the first one in the row; those before it were let go. */
  #start = 0
  #length = 0
  #completeFromMs: number
  /** Made when a rule first asks: most series are asked nothing. */
  #totals: RunningTotals | undefined
  #atMost = -Infinity
  #atLeast = Infinity

  /** @param completeFromMs from when on every stored measurement is here; -Infinity for a datastream that has none stored */
  constructor(completeFromMs: number, points: readonly Point[] = []) {
    this.#completeFromMs = completeFromMs
    for (const point of points.toSorted(order)) this.put(point)
  }

  get completeFromMs(): number {
    return this.#completeFromMs
  }
  get length(): number {
    return this.#length
  }
  get all(): readonly Point[] {
    return this.#some(0, this.#length)
  }
  get newest(): Point | undefined {
    return this.#length === 0 ? undefined : this.#at(this.#length - 1)
  }
  /** -Infinity when there is none. */
  get newestMs(): number {
    return this.#length === 0 ? -Infinity : this.atMsOf(this.#length - 1)
  }
  /** No result in memory is greater; it may have been one that left memory or was corrected. */
  get atMost(): number {
    return this.#atMost
  }
  /** No result in memory is smaller, as above. */
  get atLeast(): number {
    return this.#atLeast
  }

  atMsOf(index: number): number {
    return this.#cells[(this.#start + index) * STRIDE]!
  }
  /** NaN for one without a result. */
  resultOf(index: number): number {
    return this.#cells[(this.#start + index) * STRIDE + VALUE]!
  }
  #resultAtMsOf(index: number): number {
    const own = this.#resultAts
    if (own === "none") return NO_RESULT_TIME
    return own === "as-time" ? this.atMsOf(index) : own[this.#start + index]!
  }

  /** The one with these times; undefined when there is none. */
  find(atMs: number, resultAtMs: number): Point | undefined {
    const index = this.#indexOf(atMs, resultAtMs)
    return this.#isAt(index, atMs, resultAtMs) ? this.#at(index) : undefined
  }

  /** Puts a measurement in its place in time; one with equal times is replaced. */
  put({ id, atMs, resultAtMs, value }: Point): void {
    this.add(atMs, resultAtMs, value ?? Number.NaN, id)
  }

  /** As `put`, for those who have no object of it. `result` is NaN where there is none. */
  add(atMs: number, resultAtMs: number, result: number, id: number): void {
    let index = this.#length
    if (index > 0) {
      const lastMs = this.atMsOf(index - 1)
      if (atMs < lastMs || (atMs === lastMs && resultAtMs <= this.#resultAtMsOf(index - 1))) {
        index = this.#indexOf(atMs, resultAtMs)
        this.#totals?.changedFrom(index)
      }
    }
    if (!this.#isAt(index, atMs, resultAtMs)) this.#open(index)
    const cell = (this.#start + index) * STRIDE
    const cells = this.#cells
    cells[cell] = atMs
    this.#say(index, atMs, resultAtMs)
    cells[cell + VALUE] = result
    cells[cell + ID] = id
    if (result > this.#atMost) this.#atMost = result
    if (result < this.#atLeast) this.#atLeast = result
  }

  /** Lets go of what is older than `fromMs`, and of the oldest beyond `max`; always keeps the newest. */
  trim(fromMs: number, max: number): void {
    const length = this.#length
    let drop = Math.max(0, length - max)
    if (drop < length - 1 && this.atMsOf(drop) < fromMs) drop = Math.min(length - 1, this.#indexOf(fromMs, -Infinity))
    if (drop === 0) return
    this.#completeFromMs = Math.max(this.#completeFromMs, this.atMsOf(drop - 1) + 1)
    this.#start += drop
    this.#length -= drop
    this.#totals?.letGo(drop)
  }

  /** Measurements in (afterMs, untilMs], one per time: of several results for one time the newest counts. */
  between(afterMs: number, untilMs: number): Point[] {
    const found: Point[] = []
    const end = this.#after(untilMs)
    for (let i = this.#after(afterMs); i < end; i += 1) if (!this.#isReplaced(i)) found.push(this.#at(i))
    return found
  }

  /** The times in (afterMs, untilMs] at which something was measured; one that was measured twice is told twice. */
  eachTime(afterMs: number, untilMs: number, tell: (atMs: number) => void): void {
    const end = this.#after(untilMs)
    for (let i = this.#after(afterMs); i < end; i += 1) tell(this.atMsOf(i))
  }

  /** What the measurements in (afterMs, untilMs] add up to, whatever their number, at the cost of two searches. */
  totals(afterMs: number, untilMs: number): Totals {
    const start = this.#after(afterMs)
    this.#totals ??= new RunningTotals()
    return this.#totals.between(this, start, Math.max(start, this.#after(untilMs)))
  }

  /** The greatest result in (afterMs, untilMs]; null when there is none. */
  greatest(afterMs: number, untilMs: number): number | null {
    let most = Number.NaN
    const end = this.#after(untilMs)
    for (let i = this.#after(afterMs); i < end; i += 1) {
      const result = this.resultOf(i)
      if (!(result <= most) && !Number.isNaN(result) && !this.#isReplaced(i)) most = result
    }
    return Number.isNaN(most) ? null : most
  }

  /** The newest measurement up to a time; undefined when there is none. */
  lastUpTo(untilMs: number): Point | undefined {
    const index = this.#after(untilMs)
    return index === 0 ? undefined : this.#at(index - 1)
  }

  /** Whether anything was measured up to a time. */
  hasUpTo(untilMs: number): boolean {
    return this.#length > 0 && this.atMsOf(0) <= untilMs
  }

  /** When something with a result was last measured up to a time; undefined when there is none. */
  lastResultMs(untilMs: number): number | undefined {
    for (let i = this.#after(untilMs) - 1; i >= 0; i -= 1) if (!Number.isNaN(this.resultOf(i))) return this.atMsOf(i)
    return undefined
  }

  /** The newest `count` measurements up to a time, oldest first. */
  upTo(untilMs: number, count: number): Point[] {
    const found: Point[] = []
    for (let i = this.#after(untilMs) - 1; i >= 0 && found.length < count; i -= 1) {
      if (!this.#isReplaced(i)) found.push(this.#at(i))
    }
    return found.toReversed()
  }

  #at(index: number): Point {
    const cell = (this.#start + index) * STRIDE
    const result = this.#cells[cell + VALUE]!
    return {
      id: this.#cells[cell + ID]!,
      atMs: this.#cells[cell]!,
      resultAtMs: this.#resultAtMsOf(index),
      value: Number.isNaN(result) ? null : result,
    }
  }

  #some(from: number, until: number): Point[] {
    return Array.from({ length: until - from }, (_, i) => this.#at(from + i))
  }

  #isAt(index: number, atMs: number, resultAtMs: number): boolean {
    const cell = (this.#start + index) * STRIDE
    return index < this.#length && this.#cells[cell] === atMs && this.#resultAtMsOf(index) === resultAtMs
  }

  /** A newer result of the same time follows. */
  #isReplaced(index: number): boolean {
    return index + 1 < this.#length && this.atMsOf(index + 1) === this.atMsOf(index)
  }

  /** Makes room for one more at a place. */
  #open(index: number): void {
    if ((this.#start + this.#length + 1) * STRIDE > this.#cells.length) this.#move()
    const [from, end] = [this.#start + index, this.#start + this.#length]
    if (index < this.#length) {
      this.#cells.copyWithin((from + 1) * STRIDE, from * STRIDE, end * STRIDE)
      if (typeof this.#resultAts !== "string") this.#resultAts.copyWithin(from + 1, from, end)
    }
    this.#length += 1
  }

  /** Notes a result time, in a row of its own from the first one on that is not as all others are. */
  #say(index: number, atMs: number, resultAtMs: number): void {
    if (this.#length === 1) this.#resultAts = resultAtMs === NO_RESULT_TIME ? "none" : "as-time"
    const own = this.#resultAts
    if (own === "none" ? resultAtMs === NO_RESULT_TIME : own === "as-time" && resultAtMs === atMs) return
    if (typeof own === "string") {
      const row = new Float64Array(this.#cells.length / STRIDE)
      for (let i = 0; i < this.#length; i += 1) row[this.#start + i] = this.#resultAtMsOf(i)
      this.#resultAts = row
    }
    ;(this.#resultAts as Float64Array)[this.#start + index] = resultAtMs
  }

  /** To the beginning of a row that is a quarter longer than what is kept, and looks anew for the greatest and the smallest. */
  #move(): void {
    const kept = this.#cells.subarray(this.#start * STRIDE, (this.#start + this.#length) * STRIDE)
    const cells = new Float64Array((this.#length + Math.ceil(this.#length / 4) + 1) * STRIDE)
    cells.set(kept)
    if (typeof this.#resultAts !== "string") {
      const row = new Float64Array(cells.length / STRIDE)
      row.set(this.#resultAts.subarray(this.#start, this.#start + this.#length))
      this.#resultAts = row
    }
    this.#cells = cells
    this.#start = 0
    this.#atMost = -Infinity
    this.#atLeast = Infinity
    for (let cell = VALUE; cell < kept.length; cell += STRIDE) {
      if (kept[cell]! > this.#atMost) this.#atMost = kept[cell]!
      if (kept[cell]! < this.#atLeast) this.#atLeast = kept[cell]!
    }
  }

  /** The place of the first one after a time. */
  #after(ms: number): number {
    return this.#indexOf(ms, Infinity)
  }

  /** The first place whose times are not before these. */
  #indexOf(atMs: number, resultAtMs: number): number {
    const cells = this.#cells
    let low = this.#start
    let high = this.#start + this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      const middleMs = cells[middle * STRIDE]!
      if (middleMs < atMs || (middleMs === atMs && this.#resultAtMsOf(middle - this.#start) < resultAtMs)) low = middle + 1
      else high = middle
    }
    return low - this.#start
  }
}

function order(a: Point, b: Point): number {
  return a.atMs - b.atMs || a.resultAtMs - b.resultAtMs || a.id - b.id
}
