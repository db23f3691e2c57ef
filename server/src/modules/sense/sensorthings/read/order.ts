import { type EntitySet, type OrderBy, Refused } from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import { type Compiling, compileOrder } from "./compile-filter.ts"
import { column } from "./tables.ts"
import { asTime, type Value } from "./values.ts"

type Sql = RawBuilder<unknown>

/**
 * How the Observations of a series stand when nobody says otherwise: along the index of the series. By id the database would walk
 * through those of everybody else to find a page of a quiet one.
 */
export const seriesOrder: readonly OrderBy[] = [{ by: { kind: "path", segments: ["phenomenonTime"] }, descending: false }]

/** One thing that rows are sorted by. What is null comes first, last where it descends (check 74). */
export interface OrderKey {
  readonly sql: Sql
  readonly cast: "float8" | "text" | "timestamptz" | "boolean" | "int8"
  readonly descending: boolean
  readonly isNeverNull: boolean
}

/** The keys of an `$orderby`, and at the end the id, so that pages never overlap. */
export function orderKeys(set: EntitySet, orderBy: readonly OrderBy[], compiling: Compiling): OrderKey[] {
  const keys = orderBy.map(({ by, descending }): OrderKey => {
    // The plain series order has an index, which a null test would spoil.
    const isTime = set === "Observations" && isByTime(by)
    if (isTime) return { sql: column(compiling.alias, "phenomenon_at"), cast: "timestamptz", descending, isNeverNull: true }
    const isId = by.kind === "path" && (by.segments.join("/") === "id" || by.segments.join("/") === "@iot.id")
    if (isId) return { sql: column(compiling.alias, "id"), cast: "int8", descending, isNeverNull: true }
    return { ...keyOf(compileOrder(by, compiling, descending)), descending, isNeverNull: false }
  })
  if (keys.some(({ cast, isNeverNull }) => cast === "int8" && isNeverNull)) return keys
  const descending = keys.at(-1)?.descending ?? false
  return [...keys, { sql: column(compiling.alias, "id"), cast: "int8", descending, isNeverNull: true }]
}

export function isByTime(by: OrderBy["by"]): boolean {
  return by.kind === "path" && by.segments.join("/") === "phenomenonTime"
}

function keyOf(value: Value): Pick<OrderKey, "sql" | "cast"> {
  switch (value.type) {
    case "number":
      return { sql: value.sql, cast: "float8" }
    case "result":
      return { sql: value.number, cast: "float8" }
    case "text":
      return { sql: sql`(${value.sql}) collate "C"`, cast: "text" }
    case "json":
      return { sql: sql`(${value.sql} #>> '{}') collate "C"`, cast: "text" }
    case "boolean":
      return { sql: value.sql, cast: "boolean" }
    case "interval":
    case "time":
    case "date":
      return { sql: asTime(value), cast: "timestamptz" }
    case "duration":
    case "timeOfDay":
    case "geometry":
    case "null":
      throw new Refused("$orderby", value.type, "sortable")
  }
}

/** The other way round, so that the last comes first. */
export function reversed(keys: readonly OrderKey[]): OrderKey[] {
  return keys.map((key) => ({ ...key, descending: !key.descending }))
}

export function orderSql(keys: readonly OrderKey[]): Sql {
  const parts = keys.map(({ sql: key, descending, isNeverNull }) => {
    if (isNeverNull) return descending ? sql`${key} desc` : sql`${key}`
    return descending ? sql`${key} desc nulls last` : sql`${key} nulls first`
  })
  return sql`order by ${sql.join(parts)}`
}

/** The rows after one whose keys had these values, in the same order. */
export function afterSql(keys: readonly OrderKey[], values: readonly (string | null)[]): Sql {
  const given = keys.map(({ cast }, i) => sql`${values[i]}::text::${sql.raw(cast)}`)
  let condition: Sql = sql`false`
  for (let i = keys.length - 1; i >= 0; i -= 1) {
    const { sql: key, descending, isNeverNull } = keys[i]!
    const value = values[i] ?? null
    const beyond = descending
      ? value === null
        ? sql`false`
        : isNeverNull
          ? sql`${key} < ${given[i]!}`
          : sql`(${key} < ${given[i]!} or ${key} is null)`
      : value === null
        ? sql`${key} is not null`
        : sql`${key} > ${given[i]!}`
    const same = value === null ? sql`${key} is null` : sql`${key} = ${given[i]!}`
    condition = i === keys.length - 1 ? beyond : sql`(${beyond} or (${same} and ${condition}))`
  }
  const { sql: first, descending, isNeverNull } = keys[0]!
  // Said once more for the index.
  if (isNeverNull && keys.length > 1) return sql`${first} ${sql.raw(descending ? "<=" : ">=")} ${given[0]!} and ${condition}`
  return condition
}

/** The place of a row, for going on after it. Only this server writes and reads it. */
export function writeToken(values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url")
}

export function readToken(token: string, keys: readonly OrderKey[]): (string | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(token, "base64url").toString())
    const fits = Array.isArray(values) && values.length === keys.length
    if (fits && values.every((value) => value === null || typeof value === "string")) return values as (string | null)[]
  } catch {
    // The refusal below says it.
  }
  throw new Refused("$skiptoken", token, "skiptoken")
}
