import { replayErrors } from "./errors.ts"
import { type Layout, parseHeader, parseRow, type Row } from "./parse-row.ts"
import { readLines } from "./read-lines.ts"

export const HOUR_MS = 3_600_000
/** Twelve stations for two years. All rows are held, because files are sorted by station and a replay runs by time. */
const ROWS_MAX = 250_000
const HOURS_MAX = 10 * 366 * 24

/** What a reader of the report should know about the file. */
export interface ReadCounts {
  readonly rows: number
  /** Rows that say again what a row before them said; they count once. */
  readonly repeated: number
  /** Rows that stood before an earlier hour of the same station; they were put in order. */
  readonly outOfOrder: number
  readonly missingValues: number
}

interface KeptRow extends Row {
  readonly line: number
}

/** The measured hours of a file, by station and hour. */
export class MeasuredHours {
  readonly layout: Layout
  readonly counts: ReadCounts
  readonly stations: readonly string[]
  readonly firstMs: number
  readonly lastMs: number
  readonly #rows: ReadonlyMap<string, ReadonlyMap<number, KeptRow>>

  constructor(layout: Layout, rows: ReadonlyMap<string, ReadonlyMap<number, KeptRow>>, counts: ReadCounts) {
    this.layout = layout
    this.counts = counts
    this.#rows = rows
    this.stations = [...rows.keys()]
    this.firstMs = [...rows.values()].reduce(
      (least, hours) => [...hours.keys()].reduce((a, b) => Math.min(a, b), least),
      Infinity,
    )
    this.lastMs = [...rows.values()].reduce((most, hours) => [...hours.keys()].reduce((a, b) => Math.max(a, b), most), -Infinity)
  }

  /** The value of a column, null when the hour or the value is missing. */
  valueAt(station: string, startMs: number, column: number): number | null {
    return this.#rows.get(station)?.get(startMs)?.values[column] ?? null
  }

  has(station: string, startMs: number): boolean {
    return this.#rows.get(station)?.has(startMs) ?? false
  }

  /** The start of every hour from the first to the last, also of those that no station has. */
  *hours(): Generator<number> {
    for (let startMs = this.firstMs; startMs <= this.lastMs; startMs += HOUR_MS) yield startMs
  }
}

/**
 * Reads a file of measured hours and brings it into order. Repeated rows that agree count once; those that differ, rows that
 * cannot be read, and files beyond the limits are refused with the line.
 */
export async function readMeasuredHours(file: string): Promise<MeasuredHours> {
  let layout: Layout | undefined
  const stations = new Map<string, Map<number, KeptRow>>()
  const latest = new Map<string, number>()
  const counts = { rows: 0, repeated: 0, outOfOrder: 0, missingValues: 0 }
  let leastMs = Infinity
  let mostMs = -Infinity
  for await (const line of readLines(file)) {
    if (!layout) {
      layout = parseHeader(file, line.text)
      continue
    }
    if (line.text.trim() === "") continue
    const row = parseRow(file, line, layout)
    counts.rows += 1
    if (counts.rows > ROWS_MAX) throw replayErrors.REPLAY_TOO_LARGE({ file, line: line.number, limit: ROWS_MAX, what: "rows" })
    leastMs = Math.min(leastMs, row.startMs)
    mostMs = Math.max(mostMs, row.startMs)
    if (mostMs - leastMs > HOURS_MAX * HOUR_MS)
      throw replayErrors.REPLAY_TOO_LARGE({ file, line: line.number, limit: HOURS_MAX, what: "hours" })
    const hours = stations.get(row.station) ?? new Map<number, KeptRow>()
    stations.set(row.station, hours)
    const first = hours.get(row.startMs)
    if (first) {
      if (first.values.some((value, index) => value !== row.values[index]))
        throw replayErrors.REPLAY_LINES_DIFFER({
          file,
          line: line.number,
          first: first.line,
          station: row.station,
          time: localTime(row.startMs),
        })
      counts.repeated += 1
      continue
    }
    if (row.startMs < (latest.get(row.station) ?? -Infinity)) counts.outOfOrder += 1
    latest.set(row.station, Math.max(row.startMs, latest.get(row.station) ?? -Infinity))
    counts.missingValues += row.values.filter((value) => value === null).length
    hours.set(row.startMs, { ...row, line: line.number })
  }
  if (!layout || stations.size === 0) throw replayErrors.REPLAY_FILE_EMPTY({ file })
  return new MeasuredHours(layout, stations, counts)
}

/** Both files are of Beijing, which has kept UTC+8 since 1991. */
const OFFSET_MS = 8 * HOUR_MS

/** Such as `2016-07-20T10:00:00+08:00`, as the files write it. */
export function localTime(ms: number): string {
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

/** Such as `2016-07-20`. */
export function localDate(ms: number): string {
  return localTime(ms).slice(0, 10)
}

/** The moment at which a local date begins. */
export function startOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`)
}
