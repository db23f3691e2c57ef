import type { LonLat, Station } from "@holdfast/contracts"
import { stationKinds } from "@holdfast/contracts"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import type { Ingest } from "./ingest.ts"

/** A picture of a city holds no more symbols, and a console asks every twenty seconds: a megabyte each time. The devices page has all. */
const STATIONS_MAX = 5_000

/** The stations, at most 5,000, with the newest value of its first datastream, from memory. */
export function readStations(catalogue: Catalogue, ingest: Pick<Ingest, "newest">): Station[] {
  const at = new Map([...catalogue.locations.values()].map((location) => [location.thing.number, location.at]))
  const main = new Map<number, Datastream>()
  for (const datastream of catalogue.datastreams.values()) {
    if (!main.has(datastream.thing.number)) main.set(datastream.thing.number, datastream)
  }
  // The map shows what stands in the city at a point, and what it has a sign for.
  const drawn: readonly string[] = stationKinds
  const shown = [...main.values()].filter(
    ({ thing }) => thing.area !== undefined && at.has(thing.number) && drawn.includes(thing.kind),
  )
  return shown.slice(0, STATIONS_MAX).map(({ number, key, thing, property }) => {
    const newest = ingest.newest(number)
    return {
      id: thing.key,
      kind: thing.kind as Station["kind"],
      name: thing.name,
      at: at.get(thing.number) as LonLat,
      area: thing.area!.id,
      datastream: key,
      property: property.id,
      unit: property.unit,
      value: newest?.value ?? null,
      valueAt: newest ? new Date(newest.atMs).toISOString() : null,
    }
  })
}
