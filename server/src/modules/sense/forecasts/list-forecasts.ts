import type { ForecastList } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import type { Ingest } from "../ingest.ts"
import { nextDay } from "./domain/next-day.ts"

/** A city has a forecast for itself or for each district; what goes beyond comes from a service. */
const SERIES_MAX = 200

/** What forecasts that people type work with. */
export interface Forecasting {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "change" | "newest">
  /** Observed properties whose values are about the next day, by the packs. */
  readonly properties: ReadonlySet<string>
  /** Where the city's days begin and end. */
  readonly timeZone: string
}

/** The series that tell of the next day, at most 200, each with the value that rules use now. */
export function listForecasts({ world, catalogue, ingest, properties, timeZone }: Forecasting): ForecastList {
  const found = [...catalogue().datastreams.values()].filter(({ property }) => properties.has(property.id))
  return {
    day: nextDay(world.clock.now(), timeZone),
    series: found.slice(0, SERIES_MAX).map(({ number, key, thing, property }) => {
      const newest = ingest.newest(number)
      const at = newest && new Date(newest.atMs)
      return {
        ...{ datastream: key, device: thing.key, name: thing.name, area: thing.area ?? null, property: property.name },
        possible: property.possible ? { ...property.possible } : null,
        newest: at ? { value: newest.value, at: at.toISOString(), day: nextDay(at, timeZone) } : null,
      }
    }),
  }
}
