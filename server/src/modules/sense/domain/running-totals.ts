import type { Point } from "./points.ts"

/** What the measurements of a window add up to. */
export interface Totals {
  readonly sum: number
  readonly count: number
  /** As above, of those that are not negative. */
  readonly amount: number
  readonly amounts: number
}

/** Gauges tip in tenths; a thousandth keeps finer ones, and sums of whole thousandths compare exactly. */
const PARTS = 1000
/** Beyond any instrument, and small enough that what memory holds adds up without losing a part. */
const PARTS_MAX = 1e11

/**
 * Totals from the first measurement up to each one, so that a window of any length is one subtraction. They are made when a
 * rule first asks for them and from then on only for what changed. A result that a newer one of the same time replaced counts
 * nothing.
 */
export class RunningTotals {
  /** Sum, count, amount, and amounts up to and with each measurement, behind a zero. In parts, so whole numbers. */
  #upTo: [number, number, number, number][] = [[0, 0, 0, 0]]

  /** Measurements from this place on changed, or moved. */
  changedFrom(index: number): void {
    this.#upTo.length = Math.min(this.#upTo.length, index + 1)
  }

  /** Everything was replaced. */
  clear(): void {
    this.#upTo.length = 1
  }

  /** The totals of the places from `start` up to before `end`; both must be the first of their time. */
  between(points: readonly Point[], start: number, end: number): Totals {
    for (let i = this.#upTo.length - 1; i < end; i += 1) this.#upTo.push(this.#with(points, i))
    const [sum, count, amount, amounts] = this.#upTo[end]!
    const [sumBefore, countBefore, amountBefore, amountsBefore] = this.#upTo[start]!
    return {
      sum: (sum - sumBefore) / PARTS,
      count: count - countBefore,
      amount: (amount - amountBefore) / PARTS,
      amounts: amounts - amountsBefore,
    }
  }

  #with(points: readonly Point[], index: number): [number, number, number, number] {
    const { atMs, value } = points[index]!
    let first = index
    while (first > 0 && points[first - 1]!.atMs === atMs) first -= 1
    const [sum, count, amount, amounts] = this.#upTo[first]!
    if (value === null) return [sum, count, amount, amounts]
    const parts = Math.max(-PARTS_MAX, Math.min(PARTS_MAX, Math.round(value * PARTS)))
    return value < 0 ? [sum + parts, count + 1, amount, amounts] : [sum + parts, count + 1, amount + parts, amounts + 1]
  }
}
