import { AppError } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { checkObservation, type Observation } from "../domain/observation.ts"
import type { Ingest } from "../ingest.ts"
import { mapMessage } from "./domain/map-message.ts"
import type { Take } from "./domain/mapping.ts"
import type { Taker } from "./source.ts"

export interface MeasurementContext {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "add">
}

/** Stores what the messages of a source measure, in the series that its mapping names. */
export function measurementTaker({ world, catalogue, ingest }: MeasurementContext, take: readonly Take[]): Taker {
  return async ({ topic, bytes }) => {
    const now = world.clock.now()
    const unitOf = (key: string) => catalogue().datastreamByKey.get(key)?.property.unit
    const { measurements, refused } = mapMessage({ take }, { topic, payload: bytes.toString("utf8") }, { unitOf, now })
    const wrong: string[] = [...refused]
    const rows = measurements.flatMap(({ datastream, at, result }): Observation[] => {
      const series = catalogue().datastreamByKey.get(datastream)
      if (!series) return []
      try {
        return [checkObservation(series, { at, resultAt: null, result }, now)]
      } catch (error) {
        // What the measurement itself is refused for, such as a clock of 1970, would be refused again.
        if (!(error instanceof AppError)) throw error
        wrong.push("rejected")
        return []
      }
    })
    const outcomes = await ingest.add(rows)
    const doubles = outcomes.filter(({ kind }) => kind === "duplicate").length
    const newestMs = rows.reduce((newest, { atMs }) => Math.max(newest, atMs), -Infinity)
    return {
      stored: outcomes.length - doubles,
      doubles,
      refused: wrong,
      newestAt: Number.isFinite(newestMs) ? new Date(newestMs) : undefined,
    }
  }
}
