/** Steps of a curve: more than a screen can show apart. */
const STEPS = 300

/** The highest value of each step of a span; a step without any is a gap. */
export class ValueCurve {
  readonly #fromMs: number
  readonly #stepMs: number
  readonly #highest: ({ readonly atMs: number; readonly value: number } | undefined)[] = []

  constructor(fromMs: number, untilMs: number) {
    this.#fromMs = fromMs
    this.#stepMs = Math.max(1, (untilMs - fromMs) / STEPS)
  }

  add(atMs: number, value: number | null): void {
    const step = Math.min(STEPS - 1, Math.floor((atMs - this.#fromMs) / this.#stepMs))
    if (value === null || step < 0) return
    if (value > (this.#highest[step]?.value ?? -Infinity)) this.#highest[step] = { atMs, value }
  }

  get highest(): number {
    // Steps without a value are holes, which `map` would pass over and leave.
    return Math.max(-Infinity, ...this.#highest.flatMap((point) => (point ? [point.value] : [])))
  }

  /** Where values come less often than steps, nothing is between them; a gap begins when several values are not there. */
  points(): { readonly atMs: number; readonly value: number | null }[] {
    const filled = [...this.#highest.entries()].flatMap(([step, point]) => (point ? [[step, point] as const] : []))
    const gaps = filled.slice(1).map(([step], i) => step - filled[i]![0])
    const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 1
    const points: { atMs: number; value: number | null }[] = []
    let before: number | undefined
    for (const [step, point] of filled) {
      if (before !== undefined && step - before > 2.5 * usual) points.push({ atMs: this.#timeOf(before + usual), value: null })
      points.push(point)
      before = step
    }
    return points
  }

  #timeOf(step: number): number {
    return Math.round(this.#fromMs + step * this.#stepMs)
  }
}
