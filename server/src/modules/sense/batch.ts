import type { Waiter } from "../../platform/mqtt/index.ts"
import type { Observation } from "./domain/observation.ts"
import type { NewAnswer } from "./store/answer-store.ts"
import type { StoredObservation } from "./store/observation-store.ts"

/** What became of a measurement. */
export const FATES = ["stored", "duplicate", "corrected"] as const
export type Fate = (typeof FATES)[number]
const [STORED] = [0]

/** Who sent many and waits for all of them. */
export interface Call {
  readonly start: number
  readonly count: number
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (error: unknown) => void
  /** What is to be kept with the measurements, of one who may send them again. */
  readonly note?: ((outcomes: readonly Outcome[]) => NewAnswer) | undefined
}
export interface Outcome {
  readonly kind: Fate
  readonly id: number
}

/** A measurement that is a time and a number. Times are milliseconds since 1970. */
export interface Plain {
  datastream: number
  atMs: number
  /** `NO_RESULT_TIME` when it has none. */
  resultAtMs: number
  /** NaN when there is none. */
  result: number
}

/**
 * Measurements that go into one transaction, in columns of numbers, because an object for each would cost more than all that is
 * done with it. It is filled, stored, answered, and used again.
 */
export class Batch {
  readonly capacity: number
  count = 0
  readonly datastreams: Int32Array
  readonly atMs: Float64Array
  readonly resultAtMs: Float64Array
  /** NaN for one without a result. */
  readonly results: Float64Array
  readonly ids: Float64Array
  /** What it is about; 0 while nobody has said. */
  readonly features: Int32Array
  readonly fates: Uint8Array
  /** The few that have more than a time and a number, by their place. */
  readonly rich = new Map<number, Observation>()
  readonly #waiters: (Waiter | undefined)[] = []
  readonly #tokens: Int32Array
  readonly #calls: Call[] = []

  constructor(capacity: number) {
    this.capacity = capacity
    this.datastreams = new Int32Array(capacity)
    this.atMs = new Float64Array(capacity)
    this.resultAtMs = new Float64Array(capacity)
    this.results = new Float64Array(capacity)
    this.ids = new Float64Array(capacity)
    this.features = new Int32Array(capacity)
    this.fates = new Uint8Array(capacity)
    this.#tokens = new Int32Array(capacity)
  }

  static of(rows: readonly Observation[]): Batch {
    const batch = new Batch(rows.length)
    for (const row of rows) batch.addRow(row)
    return batch
  }

  add({ datastream, atMs, resultAtMs, result }: Plain, waiter?: Waiter, token = 0): void {
    const i = this.count
    this.count += 1
    this.datastreams[i] = datastream
    this.atMs[i] = atMs
    this.resultAtMs[i] = resultAtMs
    this.results[i] = result
    this.features[i] = 0
    this.#waiters[i] = waiter
    this.#tokens[i] = token
  }

  addRow(row: Observation, waiter?: Waiter, token = 0): void {
    const { datastream, atMs, resultAtMs, value, id, untilMs, feature, detail } = row
    const i = this.count
    this.add({ datastream, atMs, resultAtMs, result: value ?? Number.NaN }, waiter, token)
    if (feature !== undefined) this.features[i] = feature
    if (id !== undefined || untilMs !== undefined || detail !== undefined) this.rich.set(i, row)
  }

  addCall(rows: readonly Observation[], { resolve, reject, note }: Omit<Call, "start" | "count">): void {
    this.#calls.push({ start: this.count, count: rows.length, resolve, reject, note })
    for (const row of rows) this.addRow(row)
  }

  /** The one at a place, after it was sorted out. */
  at(i: number): StoredObservation {
    const { untilMs, detail } = this.rich.get(i) ?? {}
    const result = this.results[i]!
    return {
      id: this.ids[i]!,
      datastream: this.datastreams[i]!,
      atMs: this.atMs[i]!,
      resultAtMs: this.resultAtMs[i]!,
      value: Number.isNaN(result) ? null : result,
      ...(untilMs === undefined ? {} : { untilMs }),
      ...(detail === undefined ? {} : { detail }),
      feature: this.features[i] || undefined,
    }
  }

  /** The places of those that are new. */
  get fresh(): Int32Array {
    const places = new Int32Array(this.count)
    let found = 0
    for (let i = 0; i < this.count; i += 1) if (this.fates[i] === STORED) places[found++] = i
    return places.subarray(0, found)
  }

  /** The columns of the ones at some places; the columns themselves where these are all. */
  columns(places: Int32Array): Pick<Batch, "ids" | "datastreams" | "atMs" | "resultAtMs" | "results" | "features"> {
    const { ids, datastreams, atMs, resultAtMs, results, features, count } = this
    const isAll = places.length === count
    const pick = <T extends Float64Array | Int32Array>(column: T): T => {
      if (isAll) return column.subarray(0, count) as T
      const picked = column.slice(0, places.length) as T
      for (let i = 0; i < places.length; i += 1) picked[i] = column[places[i]!]!
      return picked
    }
    return {
      ...{ ids: pick(ids), datastreams: pick(datastreams), atMs: pick(atMs) },
      ...{ resultAtMs: pick(resultAtMs), results: pick(results), features: pick(features) },
    }
  }

  outcomes(start = 0, count = this.count): Outcome[] {
    return Array.from({ length: count }, (_, i) => ({ kind: FATES[this.fates[start + i]!]!, id: this.ids[start + i]! }))
  }

  /** What is to be kept with the measurements, after they were sorted out. */
  answers(): NewAnswer[] {
    const answers: NewAnswer[] = []
    for (const { start, count, note } of this.#calls) if (note) answers.push(note(this.outcomes(start, count)))
    return answers
  }

  /** Which measurements were stored or corrected. Only until the batch is used again. */
  *kept(): Generator<Pick<StoredObservation, "id" | "datastream">> {
    for (let i = 0; i < this.count; i += 1) {
      if (FATES[this.fates[i]!] !== "duplicate") yield { id: this.ids[i]!, datastream: this.datastreams[i]! }
    }
  }

  /** Tells everybody that it is kept. */
  resolve(): void {
    for (const { start, count, resolve } of this.#calls) resolve(this.outcomes(start, count))
    for (let i = 0; i < this.count; i += 1) this.#waiters[i]?.settled(this.#tokens[i]!)
  }

  /** Tells everybody that it is not known to be kept. */
  reject(error: unknown): void {
    for (const { reject } of this.#calls) reject(error)
    for (let i = 0; i < this.count; i += 1) this.#waiters[i]?.settled(this.#tokens[i]!, error)
  }

  /** Takes out what cannot be kept, and tells whoever sent it why; of a call that holds such a one everything goes. */
  refuse(isRefused: (datastream: number) => boolean, reason: (datastream: number) => Error): void {
    let first = 0
    while (first < this.count && !isRefused(this.datastreams[first]!)) first += 1
    if (first === this.count) return
    const goes = new Set<number>()
    const told: (() => void)[] = []
    const calls = this.#calls.splice(0)
    for (let i = first; i < this.count; i += 1) {
      if (goes.has(i) || !isRefused(this.datastreams[i]!)) continue
      const error = reason(this.datastreams[i]!)
      const call = calls.find(({ start, count }) => start <= i && i < start + count)
      for (let j = call?.start ?? i; j < (call ? call.start + call.count : i + 1); j += 1) goes.add(j)
      const [waiter, token] = [this.#waiters[i], this.#tokens[i]!]
      told.push(() => (call ? call.reject(error) : waiter?.settled(token, error)))
    }
    const rows = Array.from({ length: this.count }, (_, i) => ({
      ...{ row: { ...this.at(i), id: this.rich.get(i)?.id } as Observation, waiter: this.#waiters[i], token: this.#tokens[i]! },
      ...{ call: calls.find(({ start }) => start === i), isGone: goes.has(i) },
    }))
    this.clear()
    for (const { row, waiter, token, call, isGone } of rows) {
      if (isGone) continue
      if (call) this.#calls.push({ ...call, start: this.count })
      this.addRow(row, waiter, token)
    }
    for (const tell of told) tell()
  }

  clear(): void {
    this.#waiters.fill(undefined, 0, this.count)
    this.#calls.length = 0
    this.rich.clear()
    this.count = 0
  }
}
