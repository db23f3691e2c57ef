import { type Broken, Refused } from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import type { Field } from "./tables.ts"

type Sql = RawBuilder<unknown>

/** Part of an expression, ready for the database, with what it is. */
export type Value =
  | Field
  | { readonly type: "boolean" | "date" | "timeOfDay" | "duration"; readonly sql: Sql }
  | { readonly type: "number"; readonly sql: Sql; readonly literal: number }
  | { readonly type: "text"; readonly sql: Sql; readonly literal: string }
  | { readonly type: "null" }

/** A JSON value is a number, a text, or a truth only where it is one: anything else does not match, and never fails. */
export function jsonAs(type: "number" | "text" | "boolean", json: Sql): Sql {
  const name = type === "text" ? "string" : type
  const cast = type === "number" ? sql`::float8` : type === "boolean" ? sql`::boolean` : sql``
  return sql`(case when jsonb_typeof(${json}) = ${sql.lit(name)} then (${json} #>> '{}')${cast} end)`
}

export function asNumber(value: Value): Sql {
  if (value.type === "number") return value.sql
  if (value.type === "result") return value.number
  if (value.type === "json") return jsonAs("number", value.sql)
  throw wrong(value, "number")
}

export function asText(value: Value): Sql {
  if (value.type === "text") return value.sql
  if (value.type === "json") return jsonAs("text", value.sql)
  if (value.type === "result") return jsonAs("text", value.json)
  throw wrong(value, "quoted-text")
}

export function asBoolean(value: Value): Sql {
  if (value.type === "boolean") return value.sql
  if (value.type === "json") return jsonAs("boolean", value.sql)
  throw wrong(value, "true-or-false")
}

export function asTime(value: Value): Sql {
  if (value.type === "time") return value.sql
  if (value.type === "interval") return value.from
  if (value.type === "date") return sql`(${value.sql}::timestamp at time zone 'UTC')`
  throw wrong(value, "time")
}

export function asGeometry(value: Value): Sql {
  if (value.type === "geometry") return value.sql
  throw wrong(value, "geometry")
}

/** An instant is an interval without length. */
export function asInterval(value: Value): { readonly from: Sql; readonly until: Sql } {
  if (value.type === "interval") return value
  const at = asTime(value)
  return { from: at, until: at }
}

export function wrong(value: Value, ...broken: Broken): Refused {
  return new Refused("$filter", value.type, ...broken)
}
