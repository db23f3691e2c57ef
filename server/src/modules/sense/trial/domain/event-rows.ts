import { type BadEventRow, type KnownEvent, levels } from "@holdfast/contracts"
import { z } from "zod"

/** The columns of a table of known events; the last may be left out or empty. */
export const eventColumns = ["area", "from", "until", "level"] as const
const requiredColumns = eventColumns.slice(0, 3)
const SHOWN_MAX = 60
const Time = z.iso.datetime({ offset: true })

export interface EventRows {
  readonly events: readonly KnownEvent[]
  readonly bad: readonly BadEventRow[]
}

/**
 * Reads a table of events, whose first row names the columns. Times have their offset from UTC (ISO 8601): a list of past storms
 * that is read in the wrong zone would make a good rule look eight hours late.
 */
export function readEvents(
  table: readonly { readonly line: number; readonly fields: readonly string[] }[],
  hasArea: (id: string) => boolean,
): EventRows {
  const [head, ...body] = table
  const columns = head?.fields.map((name) => name.trim().toLowerCase()) ?? []
  const missing = requiredColumns.filter((name) => !columns.includes(name))
  if (missing.length > 0) {
    return {
      events: [],
      bad: [{ line: head?.line ?? 1, column: missing.join(", "), value: shown(columns.join(", ")), rule: "columns" }],
    }
  }
  const events: KnownEvent[] = []
  const bad: BadEventRow[] = []
  for (const { line, fields } of body) {
    const cell = (column: string) => fields[columns.indexOf(column)]?.trim() ?? ""
    const fault = faultOf(cell, hasArea)
    if (fault) bad.push({ line, column: fault.column, value: shown(cell(fault.column)), rule: fault.rule })
    else {
      const level = levels.find((one) => one === cell("level").toLowerCase())
      events.push({ area: cell("area"), from: timeOf(cell("from")), until: timeOf(cell("until")), ...(level && { level }) })
    }
  }
  return { events, bad }
}

function faultOf(
  cell: (column: string) => string,
  hasArea: (id: string) => boolean,
): Pick<BadEventRow, "column" | "rule"> | undefined {
  for (const column of requiredColumns) if (cell(column) === "") return { column, rule: "required" }
  if (!hasArea(cell("area"))) return { column: "area", rule: "area" }
  for (const column of ["from", "until"]) if (!Time.safeParse(withSeconds(cell(column))).success) return { column, rule: "time" }
  if (timeOf(cell("until")) <= timeOf(cell("from"))) return { column: "until", rule: "order" }
  if (cell("level") !== "" && !levels.some((one) => one === cell("level").toLowerCase()))
    return { column: "level", rule: "level" }
  return undefined
}

/** People write minutes, and a space where the standard has a T. */
function withSeconds(text: string): string {
  return text.replace(" ", "T").replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?=[Z+-])/, "$1:00")
}

function timeOf(text: string): string {
  return new Date(withSeconds(text)).toISOString()
}

function shown(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
