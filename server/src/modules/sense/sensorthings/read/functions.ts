import { type FunctionName, Refused } from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import { asGeometry, asInterval, asNumber, asText, asTime, type Value, wrong } from "./values.ts"

type Sql = RawBuilder<unknown>

/** A built-in function on its values (OGC 18-088, table 23). Throws `Refused` for arguments of another kind. */
export function callFunction(name: FunctionName, given: readonly Value[], now: Date): Value {
  const [a, b, c] = given as [Value, Value, Value]
  const text = (of: Sql): Value => ({ type: "text", sql: of })
  const number = (of: Sql): Value => ({ type: "number", sql: of })
  const truth = (of: Sql): Value => ({ type: "boolean", sql: of })
  switch (name) {
    case "substringof":
      return truth(sql`(position(${asText(a)} in ${asText(b)}) > 0)`)
    case "contains":
      return truth(sql`(position(${asText(b)} in ${asText(a)}) > 0)`)
    case "startswith":
      return truth(sql`starts_with(${asText(a)}, ${asText(b)})`)
    case "endswith":
      return truth(sql`(right(${asText(a)}, length(${asText(b)})) = ${asText(b)})`)
    case "length":
      return number(sql`length(${asText(a)})::float8`)
    case "indexof":
      return number(sql`(position(${asText(b)} in ${asText(a)}) - 1)::float8`)
    case "substring":
      return text(
        given.length === 2
          ? sql`substr(${asText(a)}, (${asNumber(b)})::int + 1)`
          : sql`substr(${asText(a)}, (${asNumber(b)})::int + 1, greatest((${asNumber(c)})::int, 0))`,
      )
    case "tolower":
      return text(sql`lower(${asText(a)})`)
    case "toupper":
      return text(sql`upper(${asText(a)})`)
    case "trim":
      return text(sql`btrim(${asText(a)})`)
    case "concat":
      return text(sql`(${asText(a)} || ${asText(b)})`)
    case "year":
    case "month":
    case "day":
      if (a.type === "date") return number(sql`extract(${sql.raw(name)} from ${a.sql})::float8`)
      return number(sql`extract(${sql.raw(name)} from ${asTime(a)} at time zone 'UTC')::float8`)
    case "hour":
    case "minute":
      if (a.type === "timeOfDay") return number(sql`extract(${sql.raw(name)} from ${a.sql})::float8`)
      return number(sql`extract(${sql.raw(name)} from ${asTime(a)} at time zone 'UTC')::float8`)
    case "second":
      return number(sql`floor(extract(second from ${asTime(a)} at time zone 'UTC'))::float8`)
    case "fractionalseconds":
      return number(sql`(extract(second from ${asTime(a)}) - floor(extract(second from ${asTime(a)})))::float8`)
    case "date":
      return { type: "date", sql: sql`(${asTime(a)} at time zone 'UTC')::date` }
    case "time":
      return { type: "timeOfDay", sql: sql`(${asTime(a)} at time zone 'UTC')::time` }
    case "totaloffsetminutes":
      // Times are kept in UTC.
      return number(sql`(case when ${asTime(a)} is not null then 0 end)::float8`)
    case "now":
      return { type: "time", sql: sql`${now}::timestamptz` }
    case "mindatetime":
      return { type: "time", sql: sql`'-infinity'::timestamptz` }
    case "maxdatetime":
      return { type: "time", sql: sql`'infinity'::timestamptz` }
    case "round":
      // Halves away from zero, as OData has it; the database rounds a float to even.
      return number(sql`round((${asNumber(a)})::numeric)::float8`)
    case "floor":
      return number(sql`floor(${asNumber(a)})`)
    case "ceiling":
      return number(sql`ceil(${asNumber(a)})`)
    case "geo.distance":
      // In degrees, as the reference server has it.
      return number(sql`st_distance(${asGeometry(a)}, ${asGeometry(b)})`)
    case "geo.length":
      return number(sql`st_length(${asGeometry(a)})`)
    case "geo.intersects":
    case "st_intersects":
      return truth(sql`st_intersects(${asGeometry(a)}, ${asGeometry(b)})`)
    case "st_equals":
    case "st_disjoint":
    case "st_touches":
    case "st_within":
    case "st_overlaps":
    case "st_crosses":
    case "st_contains":
      return truth(sql`${sql.raw(name)}(${asGeometry(a)}, ${asGeometry(b)})`)
    case "st_relate":
      if (c.type !== "text" || !("literal" in c) || !/^[012TF*]{9}$/i.test(c.literal as string)) {
        throw new Refused("$filter", "st_relate", "relate-pattern")
      }
      return truth(sql`st_relate(${asGeometry(a)}, ${asGeometry(b)}, ${c.sql})`)
    case "before":
    case "after":
    case "meets":
    case "during":
    case "overlaps":
    case "starts":
    case "finishes":
      return truth(temporal(name, a, b))
  }
}

/** How two times lie to each other (OGC 18-088, table 23, after Allen). */
function temporal(
  name: "before" | "after" | "meets" | "during" | "overlaps" | "starts" | "finishes",
  left: Value,
  right: Value,
): Sql {
  const [a, b] = [asInterval(left), asInterval(right)]
  switch (name) {
    case "before":
      return sql`(${a.until} < ${b.from} and ${a.from} < ${b.from})`
    case "after":
      return sql`(${a.from} > ${b.until})`
    case "meets":
      return sql`(${a.until} = ${b.from} or ${b.until} = ${a.from})`
    case "during":
      if (right.type !== "interval") throw wrong(right, "interval")
      return sql`(${a.from} >= ${b.from} and ${a.from} <= ${b.until} and ${a.until} <= ${b.until})`
    case "overlaps":
      return sql`(${a.from} <= ${b.until} and ${a.until} >= ${b.from})`
    case "starts":
      return sql`(${a.from} = ${b.from})`
    case "finishes":
      return sql`(${a.until} = ${b.until})`
  }
}
