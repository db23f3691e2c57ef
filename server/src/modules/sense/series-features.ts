import type { Transaction } from "kysely"
import type { Batch } from "./batch.ts"
import { type Features, featuresOf, noteFeatures } from "./store/feature-store.ts"

const NONE: Features = { ofSeries: new Map(), made: [] }

/**
 * What the measurements of each series are about: the place where its Thing stands, unless they say otherwise. Kept in memory,
 * because every measurement asks; forgotten when places change, and after a commit that failed.
 */
export class SeriesFeatures {
  readonly #ofSeries = new Map<number, number>()
  /** Of each series the feature that was noted last: nearly always its only one. */
  readonly #noted = new Map<number, number>()

  forget(): void {
    this.#ofSeries.clear()
    this.#noted.clear()
  }

  /** Fills in the feature of each measurement at `places` that names none. Gives those that had to be made. */
  async resolve(tx: Transaction<unknown>, batch: Batch, places: Int32Array): Promise<readonly number[]> {
    const { datastreams, features } = batch
    const unknown = new Set<number>()
    for (const i of places) if (features[i] === 0 && !this.#ofSeries.has(datastreams[i]!)) unknown.add(datastreams[i]!)
    const { ofSeries, made } = unknown.size > 0 ? await featuresOf(tx, [...unknown]) : NONE
    for (const [datastream, feature] of ofSeries) this.#ofSeries.set(datastream, feature)
    const fresh: (readonly [number, number])[] = []
    for (const i of places) {
      const datastream = datastreams[i]!
      if (features[i] === 0) features[i] = this.#ofSeries.get(datastream) ?? 0
      const feature = features[i]!
      if (feature === 0 || this.#noted.get(datastream) === feature) continue
      this.#noted.set(datastream, feature)
      fresh.push([datastream, feature])
    }
    // Noting a pair twice is harmless, and a commit that fails makes all of it forgotten.
    if (fresh.length > 0) await noteFeatures(tx, fresh)
    return made
  }
}
