import { replayErrors } from "./errors.ts"
import type { Line } from "./read-lines.ts"

/** What a file of measured hours is about, told by its header. */
export interface Layout {
  readonly kind: "air" | "rain"
  /** Columns that are read, in the order in which values are kept. */
  readonly columns: readonly string[]
  readonly width: number
  readonly stationAt: number
  readonly timeAt: number
  readonly valuesAt: readonly number[]
}

export interface Row {
  readonly station: string
  readonly startMs: number
  /** One for each column; null where it is missing. */
  readonly values: readonly (number | null)[]
}

export const airColumns = ["PM2.5", "PM10", "SO2", "NO2", "CO_ugm3", "O3"] as const
const RAIN_COLUMNS = ["RAIN_mm"]

/** More than was ever measured; what is beyond it is not a measurement. Micrograms per cubic metre, millimetres per hour. */
const LARGEST = { air: 100_000, rain: 500 }
const STATION = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u
const WHOLE_HOUR = /^(\d{4}-\d{2}-\d{2})T\d{2}:00(:00(\.0+)?)?(Z|[+-]\d{2}:\d{2})$/
const HOUR_MS = 3_600_000

export function parseHeader(file: string, text: string): Layout {
  const names = text
    .replace(/^\uFEFF/, "")
    .split(",")
    .map((name) => name.trim())
  const has = (wanted: readonly string[]) => wanted.every((name) => names.filter((found) => found === name).length === 1)
  const kind = !has(["station", "time"]) ? undefined : has(airColumns) ? "air" : has(RAIN_COLUMNS) ? "rain" : undefined
  if (!kind) {
    const known = `station,time,${airColumns.join(",")} / station,time,${RAIN_COLUMNS.join(",")}`
    throw replayErrors.REPLAY_HEADER_UNKNOWN({ file, found: text.slice(0, 120), known })
  }
  const columns = kind === "air" ? airColumns : RAIN_COLUMNS
  return {
    kind,
    columns,
    width: names.length,
    stationAt: names.indexOf("station"),
    timeAt: names.indexOf("time"),
    valuesAt: columns.map((name) => names.indexOf(name)),
  }
}

export function parseRow(file: string, { number: line, text }: Line, layout: Layout): Row {
  const fields = text.split(",").map((field) => field.trim())
  const refuse = (column: string, value: string, form: string) =>
    replayErrors.REPLAY_LINE_INVALID({ file, line, column, value: value.slice(0, 60), form })
  if (fields.length !== layout.width) throw refuse("-", String(fields.length), `${layout.width} columns`)
  const station = fields[layout.stationAt]!
  if (!STATION.test(station)) throw refuse("station", station, "letters and digits, at most 64")
  const time = fields[layout.timeAt]!
  const startMs = startOfHour(time, { file, line })
  if (startMs === undefined) throw refuse("time", time, "2016-07-20T10:00:00+08:00")
  const values = layout.valuesAt.map((at, index) => {
    const field = fields[at]!
    if (field === "NA" || field === "") return null
    const value = Number(field)
    if (!/^-?\d/.test(field) || !Number.isFinite(value) || value < 0 || value > LARGEST[layout.kind])
      throw refuse(layout.columns[index]!, field, `NA, 0-${LARGEST[layout.kind]}`)
    return value
  })
  return { station, startMs, values }
}

/** Undefined for what is no time of a whole hour. Throws `PACKS_REPLAY_DAY_UNKNOWN` and `PACKS_REPLAY_OFFSET_NOT_HOURS`. */
function startOfHour(time: string, at: { readonly file: string; readonly line: number }): number | undefined {
  const day = WHOLE_HOUR.exec(time)?.[1]
  const startMs = Date.parse(time)
  if (!day || Number.isNaN(startMs)) return undefined
  // The clock takes the 30th of February as the 1st of March.
  if (new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day) throw replayErrors.REPLAY_DAY_UNKNOWN({ ...at, value: time })
  // Such hours begin within those of the rest, and would be found by nobody.
  if (startMs % HOUR_MS !== 0) throw replayErrors.REPLAY_OFFSET_NOT_HOURS({ ...at, value: time })
  return startMs
}
