import { type SumHours, sumHours } from "./criteria.ts"

export interface RainSum {
  /** Null when an hour of the window has no value. */
  readonly mm: number | null
  /** What the hours that have a value add up to: the true sum is at least this. */
  readonly atLeastMm: number
}
export type RainSums = Readonly<Record<SumHours, RainSum>>

const HOUR_MS = 3_600_000
const HOURS_KEPT = 24
/** Gauges tip in tenths; a thousandth keeps finer ones and drops what binary addition leaves behind. */
const PARTS = 1000

/** Sums of one gauge over its latest hours. Keeps 24 values whatever comes. */
export class RainWindow {
  #hours: (number | null)[] = Array.from({ length: HOURS_KEPT }, () => null)
  #latestMs: number | undefined

  /**
   * Takes the next hour, known by its start; hours that were left out count as missing. An hour that is not after the latest
   * one is an error of the caller, who brings a file into order first.
   *
   * @param mm rain of this hour, at least 0, or null when it is missing
   */
  add(hourStart: Date, mm: number | null): RainSums {
    const startMs = hourStart.getTime()
    const passed = this.#latestMs === undefined ? 1 : (startMs - this.#latestMs) / HOUR_MS
    if (!Number.isInteger(passed) || passed < 1) throw new RangeError("rain hours must come in order, whole hours apart")
    const skipped = Array.from({ length: Math.min(passed - 1, HOURS_KEPT) }, () => null)
    this.#hours = [...this.#hours, ...skipped, mm].slice(-HOURS_KEPT)
    this.#latestMs = startMs
    return Object.fromEntries(sumHours.map((hours) => [hours, this.#sum(hours)])) as Record<SumHours, RainSum>
  }

  #sum(hours: SumHours): RainSum {
    const window = this.#hours.slice(-hours)
    const parts = window.reduce<number>((sum, mm) => sum + Math.round((mm ?? 0) * PARTS), 0)
    const atLeastMm = parts / PARTS
    return { mm: window.includes(null) ? null : atLeastMm, atLeastMm }
  }
}
