import type { EntitySet } from "@holdfast/sensorthings"
import type { Language } from "@holdfast/words"
import { type RawBuilder, sql } from "kysely"
import { TRAIL_MS } from "../../domain/trail.ts"

type Sql = RawBuilder<unknown>

/** What a field gives to an expression. Of `result` the number stands in a column, anything else in the detail. */
export type Field =
  | { readonly type: "number" | "text" | "time" | "json" | "geometry"; readonly sql: Sql }
  | { readonly type: "interval"; readonly from: Sql; readonly until: Sql; readonly isNeverNull?: boolean }
  | { readonly type: "result"; readonly number: Sql; readonly json: Sql }

export interface Scope {
  /** The table's alias in this question. */
  readonly alias: string
  readonly language: Language
  /** The world's time: what a unit on duty left behind is shown for a day. */
  readonly now: Date
}

const tables: Readonly<Record<EntitySet, string>> = {
  Things: "sense.thing",
  Locations: "sense.location",
  HistoricalLocations: "sense.historical_location",
  Datastreams: "sense.datastream",
  MultiDatastreams: "sense.datastream",
  Sensors: "sense.sensor",
  ObservedProperties: "sense.observed_property",
  Observations: "sense.observation",
  FeaturesOfInterest: "sense.feature_of_interest",
}

export function tableOf(set: EntitySet): Sql {
  return sql.table(tables[set])
}

export function column(alias: string, name: string): Sql {
  return sql.ref(`${alias}.${name}`)
}

/** Which rows of the table belong to the set. */
export function belongs(set: EntitySet, { alias, now }: Scope): Sql {
  if (set === "Datastreams") return sql`not ${column(alias, "is_multi")}`
  if (set === "MultiDatastreams") return column(alias, "is_multi")
  if (set !== "HistoricalLocations") return sql`true`
  return sql`(${column(alias, "at")} > ${new Date(now.getTime() - TRAIL_MS)}::timestamptz or exists (
    select 1 from sense.thing fixed where fixed.id = ${column(alias, "thing_id")} and fixed.mobility = 'fixed'))`
}

/** Whether a row of `child` is related to a row of `parent`. */
export function related(set: EntitySet, relation: string, parent: string, child: string): Sql {
  const [p, c] = [(name: string) => column(parent, name), (name: string) => column(child, name)]
  const through = (table: string, mine: string, theirs: string) =>
    sql`${c("id")} in (select ${sql.ref(theirs)} from ${sql.table(`sense.${table}`)} where ${sql.ref(mine)} = ${p("id")})`
  switch (`${set}/${relation}`) {
    case "Things/Locations":
      return through("thing_location", "thing_id", "location_id")
    case "Locations/Things":
      return through("thing_location", "location_id", "thing_id")
    case "Locations/HistoricalLocations":
      return through("historical_location_location", "location_id", "historical_location_id")
    case "HistoricalLocations/Locations":
      return through("historical_location_location", "historical_location_id", "location_id")
    case "MultiDatastreams/ObservedProperties":
      return through("multi_datastream_property", "datastream_id", "property_id")
    case "ObservedProperties/MultiDatastreams":
      return through("multi_datastream_property", "property_id", "datastream_id")
    case "Things/HistoricalLocations":
    case "Things/Datastreams":
    case "Things/MultiDatastreams":
      return sql`${c("thing_id")} = ${p("id")}`
    case "HistoricalLocations/Thing":
    case "Datastreams/Thing":
    case "MultiDatastreams/Thing":
      return sql`${c("id")} = ${p("thing_id")}`
    case "Datastreams/Sensor":
    case "MultiDatastreams/Sensor":
      return sql`${c("id")} = ${p("sensor_id")}`
    case "Sensors/Datastreams":
    case "Sensors/MultiDatastreams":
      return sql`${c("sensor_id")} = ${p("id")}`
    case "Datastreams/ObservedProperty":
      return sql`${c("id")} = ${p("property_id")}`
    case "ObservedProperties/Datastreams":
      return sql`${c("property_id")} = ${p("id")}`
    case "Datastreams/Observations":
    case "MultiDatastreams/Observations":
      return sql`${c("datastream_id")} = ${p("id")}`
    case "Observations/Datastream":
    case "Observations/MultiDatastream":
      return sql`${c("id")} = ${p("datastream_id")}`
    case "Observations/FeatureOfInterest":
      return sql`${c("id")} = ${p("feature_id")}`
    case "FeaturesOfInterest/Observations":
      // Through the series, which are indexed.
      return sql`${c("feature_id")} = ${p("id")} and ${c("datastream_id")} in (
        select datastream_id from sense.datastream_feature where feature_id = ${p("id")})`
    default:
      throw new Error(`no relation ${set}/${relation}`)
  }
}

/** What an expression may say about an entity of the set; undefined when it has no such property. */
export function fieldOf(set: EntitySet, property: string, { alias, language }: Scope): Field | undefined {
  const c = (name: string) => column(alias, name)
  const spoken = (name: string) => c(`${name}_${language === "zh-CN" ? "zh" : "en"}`)
  const text = (value: Sql): Field => ({ type: "text", sql: value })
  if (property === "id" || property === "@iot.id") return { type: "number", sql: c("id") }
  const isSensor = set === "Sensors"
  switch (property) {
    case "name":
    case "description":
      if (set === "Observations" || set === "HistoricalLocations") return undefined
      return text(isSensor ? c(property) : spoken(property))
    case "properties":
      return set === "Observations" || set === "HistoricalLocations" ? undefined : { type: "json", sql: shownProperties(set, c) }
    case "encodingType":
      return isSensor || set === "Locations" || set === "FeaturesOfInterest" ? text(c("encoding_type")) : undefined
  }
  switch (`${set}/${property}`) {
    case "Sensors/metadata":
      return text(c("metadata"))
    case "ObservedProperties/definition":
      return text(c("definition"))
    case "Locations/location":
    case "FeaturesOfInterest/feature":
      return { type: "geometry", sql: c("at") }
    case "HistoricalLocations/time":
      return { type: "time", sql: c("at") }
    case "Datastreams/unitOfMeasurement":
    case "MultiDatastreams/unitOfMeasurements":
      return { type: "json", sql: c("unit") }
    case "MultiDatastreams/multiObservationDataTypes":
      return { type: "json", sql: sql`to_jsonb(${c("data_types")})` }
    case "Observations/phenomenonTime": {
      const from = c("phenomenon_at")
      return { type: "interval", from, until: sql`coalesce(${c("phenomenon_until")}, ${from})`, isNeverNull: true }
    }
    case "Observations/resultTime":
      return { type: "time", sql: c("result_at") }
    case "Observations/result":
      return { type: "result", number: sentNumber(c), json: sql`(${c("detail")} -> 'result')` }
    case "Observations/resultQuality":
    case "Observations/parameters":
      return { type: "json", sql: sql`(${c("detail")} -> ${sql.lit(property)})` }
    case "Observations/validTime":
      return {
        type: "interval",
        from: sql`(${c("detail")} #>> '{validTime,0}')::timestamptz`,
        until: sql`(${c("detail")} #>> '{validTime,1}')::timestamptz`,
      }
  }
  if (set !== "Datastreams" && set !== "MultiDatastreams") return undefined
  switch (property) {
    case "observationType":
      return text(c("observation_type"))
    case "observedArea":
      return { type: "geometry", sql: observedArea(alias) }
    case "phenomenonTime":
      return { type: "interval", ...extent(alias, "phenomenon") }
    case "resultTime":
      return { type: "interval", ...extent(alias, "result") }
    default:
      return undefined
  }
}

/** What was sent as a number; one that cannot be stands in the detail, where nothing but a reader looks for it. */
function sentNumber(c: (name: string) => Sql): Sql {
  const impossible = sql`case jsonb_typeof(${c("detail")} -> 'result') when 'number' then (${c("detail")} ->> 'result')::float8 end`
  return sql`coalesce(${c("result")}, ${impossible})`
}

/** What is shown as `properties`: what the city knows of each, and what was given with it (see `render.ts`). */
function shownProperties(set: EntitySet, c: (name: string) => Sql): Sql {
  const own = { Things: ["key", "kind", "area"], Datastreams: ["key"], MultiDatastreams: ["key"] }[set as string]
  const known = set === "ObservedProperties" ? ["key", "result", "subject", "unit"] : own
  if (!known) return c("properties")
  const pairs = sql.join(known.flatMap((name) => [sql.lit(name), c(name)]))
  return sql`(jsonb_strip_nulls(jsonb_build_object(${pairs})) || coalesce(${c("properties")}, '{}'))`
}

/** The span of a series, from the ends of its index. */
export function extent(alias: string, of: "phenomenon" | "result"): { from: Sql; until: Sql } {
  const edge = (value: Sql) =>
    sql`(select ${value} from sense.observation edge where edge.datastream_id = ${column(alias, "id")})`
  if (of === "result") return { from: edge(sql`min(edge.result_at)`), until: edge(sql`max(edge.result_at)`) }
  return {
    from: edge(sql`min(edge.phenomenon_at)`),
    until: sql`greatest(${edge(sql`max(edge.phenomenon_at)`)}, ${edge(sql`max(edge.phenomenon_until)`)})`,
  }
}

/** What the measurements of a series are about, with a line around it. */
export function observedArea(alias: string): Sql {
  return sql`(select st_convexhull(st_collect(f.at)) from sense.datastream_feature df
    join sense.feature_of_interest f on f.id = df.feature_id where df.datastream_id = ${column(alias, "id")})`
}
