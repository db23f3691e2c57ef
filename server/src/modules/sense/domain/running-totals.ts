/** What the measurements of a window add up to. */
export interface Totals {
  readonly sum: number
  readonly count: number
  /** As above, of those that are not negative. */
  readonly amount: number
  readonly amounts: number
}

/** Measurements in their order; a result is NaN where there is none. */
interface Measured {
  atMsOf(index: number): number
  resultOf(index: number): number
}

/** Gauges tip in tenths; a thousandth keeps finer ones, and sums of whole thousandths compare exactly. */
const PARTS = 1000
/** Beyond any instrument, and small enough that what memory holds adds up without losing a part. */
const PARTS_MAX = 1e11
const STRIDE = 4
const [SUM, COUNT, AMOUNT, AMOUNTS] = [0, 1, 2, 3]

/**
 * Totals from the first measurement up to each one, so that a window of any length is one subtraction. They are made when a
 * rule first asks for them and from then on only for what changed. A result that a newer one of the same time replaced counts
 * nothing.
 */
export class RunningTotals {
  /** Sum, count, amount, and amounts of those before each measurement, and one more. In parts, so whole numbers. */
  #cells = new Float64Array(4 * STRIDE)
  /** Those before it were let go; what they added up to stands in all that follow, and leaves with a subtraction. */
  #start = 0
  #length = 1

  /** Measurements from this place on changed, or moved. */
  changedFrom(index: number): void {
    this.#length = Math.min(this.#length, index + 1)
  }

  /** The first ones are no longer there. */
  letGo(count: number): void {
    if (count >= this.#length) {
      this.#start = 0
      this.#length = 1
      this.#cells.fill(0, 0, STRIDE)
      return
    }
    this.#start += count
    this.#length -= count
  }

  /** The totals of the places from `start` up to before `end`; both must be the first of their time. */
  between(measured: Measured, start: number, end: number): Totals {
    for (let i = this.#length - 1; i < end; i += 1) this.#add(measured, i)
    const cells = this.#cells
    const [from, until] = [(this.#start + start) * STRIDE, (this.#start + end) * STRIDE]
    return {
      sum: (cells[until + SUM]! - cells[from + SUM]!) / PARTS,
      count: cells[until + COUNT]! - cells[from + COUNT]!,
      amount: (cells[until + AMOUNT]! - cells[from + AMOUNT]!) / PARTS,
      amounts: cells[until + AMOUNTS]! - cells[from + AMOUNTS]!,
    }
  }

  /** What stands behind the measurement at `index`: what stands before the first one of its time, and its own. */
  #add(measured: Measured, index: number): void {
    if ((this.#start + this.#length + 1) * STRIDE > this.#cells.length) this.#move()
    const atMs = measured.atMsOf(index)
    let first = index
    while (first > 0 && measured.atMsOf(first - 1) === atMs) first -= 1
    const cells = this.#cells
    const from = (this.#start + first) * STRIDE
    const to = (this.#start + index + 1) * STRIDE
    cells.copyWithin(to, from, from + STRIDE)
    this.#length += 1
    const result = measured.resultOf(index)
    if (Number.isNaN(result)) return
    const parts = Math.max(-PARTS_MAX, Math.min(PARTS_MAX, Math.round(result * PARTS)))
    cells[to + SUM]! += parts
    cells[to + COUNT]! += 1
    if (result < 0) return
    cells[to + AMOUNT]! += parts
    cells[to + AMOUNTS]! += 1
  }

  /** To the beginning of a row twice as long; what was let go is taken off, so that the numbers stay small. */
  #move(): void {
    const kept = this.#cells.subarray(this.#start * STRIDE, (this.#start + this.#length) * STRIDE)
    const before = kept.slice(0, STRIDE)
    const cells = new Float64Array((this.#length + 1) * 2 * STRIDE)
    for (let i = 0; i < kept.length; i += 1) cells[i] = kept[i]! - before[i % STRIDE]!
    this.#cells = cells
    this.#start = 0
  }
}
