import type { Transaction } from "kysely"
import { featuresOf, noteFeatures } from "./store/feature-store.ts"
import type { StoredObservation } from "./store/observation-store.ts"

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

  /** Fills in the feature of each measurement that names none. */
  async resolve(tx: Transaction<unknown>, rows: readonly StoredObservation[]): Promise<readonly StoredObservation[]> {
    const unknown = new Set<number>()
    for (const { datastream, feature } of rows)
      if (feature === undefined && !this.#ofSeries.has(datastream)) unknown.add(datastream)
    if (unknown.size > 0) {
      for (const [datastream, feature] of await featuresOf(tx, [...unknown])) this.#ofSeries.set(datastream, feature)
    }
    const filled = rows.map((row) => (row.feature === undefined ? { ...row, feature: this.#ofSeries.get(row.datastream) } : row))
    const fresh: (readonly [number, number])[] = []
    for (const { datastream, feature } of filled) {
      if (feature === undefined || this.#noted.get(datastream) === feature) continue
      this.#noted.set(datastream, feature)
      fresh.push([datastream, feature])
    }
    // Noting a pair twice is harmless, and a commit that fails makes all of it forgotten.
    if (fresh.length > 0) await noteFeatures(tx, fresh)
    return filled
  }
}
