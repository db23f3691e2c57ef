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
  readonly length: number
  atMsOf(index: number): number
  resultOf(index: number): number
}

/** Gauges tip in tenths; a thousandth keeps finer ones, and sums of whole thousandths compare exactly. */
const PARTS = 1000
/** Beyond any instrument, and small enough that what memory holds adds up without losing a part. */
const PARTS_MAX = 1e11
/** Totals are kept at one place of so many, and the few between are added up each time: at all of them they would cost twice what is measured. */
const STEP = 16
const STRIDE = 4
const [SUM, COUNT, AMOUNT, AMOUNTS] = [0, 1, 2, 3]

/**
 * Totals up to every sixteenth measurement, so that a window of any length is one subtraction and a few additions. They are made
 * when a rule first asks for them and from then on only for what changed. A result that a newer one of the same time replaced counts
 * nothing.
 */
export class RunningTotals {
  /** Sum, count, amount, and amounts of those before each such place, from some beginning on. In parts, so whole numbers. */
  #cells = new Float64Array(STRIDE)
  /** The first such place, in steps, and how many there are. Places are counted from the first measurement that ever was. */
  #first = 0
  #count = 1
  #gone = 0
  readonly #added = new Float64Array(STRIDE)

  /** Measurements from this place on changed, or moved. */
  changedFrom(index: number): void {
    // What stands at a place also says whether the one before it was replaced.
    this.#count = Math.max(0, Math.min(this.#count, Math.ceil((this.#gone + index) / STEP) - this.#first))
  }

  /** The first ones are no longer there. */
  letGo(count: number): void {
    this.#gone += count
  }

  /** The totals of the places from `start` up to before `end`; both must be the first of their time. */
  between(measured: Measured, start: number, end: number): Totals {
    const added = this.#added
    // Called for each window of each rule: `fill` costs more than the rest.
    added[SUM] = added[COUNT] = added[AMOUNT] = added[AMOUNTS] = 0
    const from = Math.ceil((this.#gone + start) / STEP)
    const until = Math.floor((this.#gone + Math.min(end, measured.length - 1)) / STEP)
    if (until <= from) this.#add(measured, start, end)
    else {
      this.#reach(measured, until)
      const [before, after] = [(from - this.#first) * STRIDE, (until - this.#first) * STRIDE]
      for (let i = 0; i < STRIDE; i += 1) added[i] = this.#cells[after + i]! - this.#cells[before + i]!
      this.#add(measured, start, from * STEP - this.#gone)
      this.#add(measured, until * STEP - this.#gone, end)
    }
    return { sum: added[SUM]! / PARTS, count: added[COUNT]!, amount: added[AMOUNT]! / PARTS, amounts: added[AMOUNTS]! }
  }

  /** Makes the totals up to a place. */
  #reach(measured: Measured, until: number): void {
    // What lies between the last such place and the first measurement that is left is gone.
    if ((this.#first + this.#count - 1) * STEP < this.#gone) {
      this.#first = Math.ceil(this.#gone / STEP)
      this.#cells.fill(0, 0, STRIDE)
      this.#count = 1
    }
    if (this.#first + this.#count > until) return
    const asked = this.#added.slice()
    for (let place = this.#first + this.#count; place <= until; place += 1) {
      if ((this.#count + 1) * STRIDE > this.#cells.length) this.#move()
      const to = this.#count * STRIDE
      this.#added.set(this.#cells.subarray(to - STRIDE, to))
      this.#add(measured, (place - 1) * STEP - this.#gone, place * STEP - this.#gone)
      this.#cells.set(this.#added, to)
      this.#count += 1
    }
    this.#added.set(asked)
  }

  /** Adds the measurements from `start` up to before `end`. */
  #add(measured: Measured, start: number, end: number): void {
    const added = this.#added
    for (let i = start; i < end; i += 1) {
      const result = measured.resultOf(i)
      if (Number.isNaN(result)) continue
      if (i + 1 < measured.length && measured.atMsOf(i + 1) === measured.atMsOf(i)) continue
      const parts = Math.max(-PARTS_MAX, Math.min(PARTS_MAX, Math.round(result * PARTS)))
      added[SUM]! += parts
      added[COUNT]! += 1
      if (result < 0) continue
      added[AMOUNT]! += parts
      added[AMOUNTS]! += 1
    }
  }

  /** To the beginning of a longer row; what was let go is taken off, so that the numbers stay small. */
  #move(): void {
    const stale = Math.max(0, Math.min(this.#count - 1, Math.floor(this.#gone / STEP) - this.#first))
    const kept = this.#cells.subarray(stale * STRIDE, this.#count * STRIDE)
    const cells = new Float64Array(Math.ceil((this.#count - stale + 1) * 1.5) * STRIDE)
    for (let i = 0; i < kept.length; i += 1) cells[i] = kept[i]! - kept[i % STRIDE]!
    this.#cells = cells
    this.#first += stale
    this.#count -= stale
  }
}
