import { type Comparison, readEntityId } from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import { asBoolean, asInterval, asNumber, asText, asTime, jsonAs, type Value, wrong } from "./values.ts"

type Sql = RawBuilder<unknown>

const signs = { eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" } as const
const mirrored = { eq: "eq", ne: "ne", gt: "lt", ge: "le", lt: "gt", le: "ge" } as const

/** Compares two values of an expression. Throws `Refused` when they cannot be compared. */
export function compare(operator: Comparison, left: Value, right: Value): Sql {
  if (left.type === "null" || right.type === "null") return compareNull(operator, left.type === "null" ? right : left)
  if (left.type === "result") return compareResult(operator, left, right)
  if (right.type === "result") return compareResult(mirrored[operator], right, left)
  if (left.type === "interval" || right.type === "interval") return compareIntervals(operator, left, right)
  if (left.type === "json" && right.type === "json") {
    return sql`(${left.sql} ${sql.raw(signs[operator])} ${right.sql})`
  }
  const types = [left.type, right.type]
  const sign = sql.raw(signs[operator])
  const both = (as: (value: Value) => Sql) => sql`(${as(left)} ${sign} ${as(right)})`
  if (types.includes("number")) return both(asNumberOrQuoted)
  if (types.includes("boolean")) return both(asBoolean)
  if (types.includes("text")) return sql`(${asText(left)} collate "C" ${sign} ${asText(right)} collate "C")`
  if (types.includes("geometry")) {
    if (left.type !== right.type || (operator !== "eq" && operator !== "ne")) throw wrong(left, "compare-geometry")
    const same = sql`st_equals(${left.sql}, ${right.type === "geometry" ? right.sql : left.sql})`
    return operator === "eq" ? same : sql`(not ${same})`
  }
  if (left.type === right.type && left.type !== "json") return sql`(${left.sql} ${sign} ${(right as typeof left).sql})`
  if (types.includes("time")) return both(asTime)
  throw wrong(right, "comparable", { type: left.type })
}

/** Clients to whom every id is a text quote it. */
function asNumberOrQuoted(value: Value): Sql {
  const id = value.type === "text" && "literal" in value ? readEntityId(value.literal) : undefined
  return id === undefined ? asNumber(value) : sql`${id}::int8`
}

function compareNull(operator: Comparison, value: Value): Sql {
  if (operator !== "eq" && operator !== "ne") throw wrong(value, "compare-null")
  const isNull = value.type === "null" ? sql`true` : nullOf(value)
  return operator === "eq" ? isNull : sql`(not ${isNull})`
}

function nullOf(value: Exclude<Value, { type: "null" }>): Sql {
  if (value.type === "interval") return sql`(${value.from} is null)`
  if (value.type === "result") return sql`(${value.number} is null and coalesce(jsonb_typeof(${value.json}), 'null') = 'null')`
  if (value.type === "json") return sql`(coalesce(jsonb_typeof(${value.sql}), 'null') = 'null')`
  return sql`(${value.sql} is null)`
}

/**
 * A result is mostly a number. A text that reads as one is compared as a number too, because clients quote; truths are kept as 1
 * and 0. What is of another kind does not match.
 */
function compareResult(operator: Comparison, result: Value & { type: "result" }, other: Value): Sql {
  const sign = sql.raw(signs[operator])
  if (other.type === "number") return sql`(${result.number} ${sign} ${other.sql})`
  if (other.type === "boolean") return sql`(${result.number} ${sign} (${other.sql})::int)`
  if (other.type === "result") return sql`(${result.number} ${sign} ${other.number})`
  const text = sql`(${jsonAs("text", result.json)} collate "C" ${sign} ${asText(other)} collate "C")`
  const literal = "literal" in other && typeof other.literal === "string" ? other.literal.trim() : ""
  if (literal === "" || !Number.isFinite(Number(literal))) return text
  return sql`(${result.number} ${sign} ${Number(literal)}::float8 or ${text})`
}

/** Before and after mean wholly so; an instant is an interval without length. */
function compareIntervals(operator: Comparison, left: Value, right: Value): Sql {
  const [a, b] = [asInterval(left), asInterval(right)]
  // What an interval ends before, it starts before: said as well, because the start is indexed.
  const before = (strictly: boolean) => {
    const sign = sql.raw(strictly ? "<" : "<=")
    return sql`(${a.until} ${sign} ${b.from} and ${a.from} ${sign} ${b.from})`
  }
  const same = sql`(${a.from} = ${b.from} and ${a.until} = ${b.until})`
  switch (operator) {
    case "eq":
      return same
    case "ne":
      return sql`(not ${same})`
    case "lt":
      return before(true)
    case "le":
      return sql`(${a.from} <= ${b.until} and ${a.until} <= ${b.until})`
    case "gt":
      return sql`(${a.from} > ${b.until})`
    case "ge":
      return sql`(${a.from} >= ${b.from} and ${a.until} >= ${b.from})`
  }
}
