import type { Json } from "@holdfast/kernel"
import { type EntitySet, model, type Query, Refused } from "@holdfast/sensorthings"
import type { Entity } from "../read/index.ts"

/**
 * Entities as lines of RFC 4180, first the names. What is single and expanded stands beside, as `Thing/name`; of many there is no
 * one line, so they are refused. Objects stand as JSON. Throws `Refused`.
 */
export function csvText(set: EntitySet, entities: readonly Entity[], query: Query): string {
  const columns = columnsOf(set, query)
  const lines = entities.map((entity) => columns.map((way) => cell(valueAt(entity, way))).join(","))
  return [
    columns.map((way) => cell(way.map((name) => (name === "@iot.id" ? "id" : name)).join("/"))).join(","),
    ...lines,
    "",
  ].join("\r\n")
}

type Way = readonly string[]

function columnsOf(set: EntitySet, query: Query): Way[] {
  const { properties, relations } = model[set]
  const selected = query.select?.map(({ segments }) => segments[0]!)
  const isShown = (name: string) => !selected || selected.includes("*") || selected.includes(name)
  const own = Object.keys(properties).filter(isShown)
  const columns: Way[] = [...(isShown("id") || isShown("@iot.id") ? ["@iot.id"] : []), ...own].map((name) => [name])
  for (const { name, query: inner } of query.expand) {
    const relation = relations[name]
    if (relation?.many) throw new Refused("$expand", name, "csv-relation-to-one")
    if (relation) columns.push(...columnsOf(relation.set, inner).map((way) => [name, ...way]))
  }
  return columns
}

function valueAt(entity: Entity, way: Way): Json | undefined {
  let at: Json | undefined = entity
  for (const name of way) at = (at as Entity | undefined)?.[name]
  return at
}

/** A spreadsheet takes what begins with these for a formula, so texts get an apostrophe before it. */
const FORMULA = /^[=+\-@\t\r]/

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return ""
  if (typeof value === "number" || typeof value === "boolean") return `${value}`
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
