import type { LonLat, Series, Station } from "@holdfast/contracts"
import { levels, stationKinds } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import { rankOf } from "./domain/rule-state.ts"
import { senseErrors } from "./errors.ts"
import type { Ingest } from "./ingest.ts"
import type { HazardRule } from "./memory.ts"
import { listObservations } from "./store/observation-store.ts"

const POINTS_MAX = 5_000

/** Every station with the newest value of its first datastream, from memory. */
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
  return shown.map(({ number, key, thing, property }) => {
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

/** One datastream between two times, oldest first; of more than 5,000 measurements the newest. Throws `SENSE_DATASTREAM_NOT_FOUND`. */
export async function readSeries(
  world: World,
  { catalogue, rules }: { readonly catalogue: Catalogue; readonly rules: readonly HazardRule[] },
  { datastream: key, from, to }: { readonly datastream: string; readonly from: Date; readonly to: Date },
): Promise<Series> {
  const datastream = catalogue.datastreamByKey.get(key)
  if (!datastream) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: key })
  const rows = await listObservations(world.db.query, {
    datastream: datastream.number,
    order: { by: "phenomenonTime", descending: true },
    fromMs: from.getTime(),
    untilMs: to.getTime(),
    skip: 0,
    limit: POINTS_MAX,
  })
  return {
    datastream: key,
    unit: datastream.property.unit,
    points: rows.toReversed().map(({ atMs, value }) => ({ at: new Date(atMs).toISOString(), value })),
    thresholds: thresholdsOf(datastream, rules),
  }
}

/** Only those that are compared with single measurements; a sum's threshold drawn over its parts would mislead. */
function thresholdsOf({ property }: Datastream, rules: readonly HazardRule[]): Series["thresholds"] {
  const rule = rules.find((found) => found.rule.property === property.id && found.rule.over === "latest")?.rule
  if (!rule) return []
  return levels
    .flatMap((level) => (rule.levels[level] === undefined ? [] : [{ level, value: rule.levels[level] }]))
    .toSorted((a, b) => rankOf(a.level) - rankOf(b.level))
}
