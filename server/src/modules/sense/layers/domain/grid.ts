import { LayerBounds } from "@holdfast/contracts"
import { z } from "zod"

/** Cells of a grid: a country at one kilometre is larger, a city at a hundred metres is not. */
export const CELLS_MAX = 1_000_000

export interface Grid {
  readonly bounds: LayerBounds
  readonly rows: number
  readonly columns: number
  /** From the north-west corner, row by row; null where there is none. */
  readonly values: readonly (number | null)[]
}

const GridBody = z.object({
  bounds: LayerBounds,
  rows: z.int().min(1).max(4_096),
  columns: z.int().min(1).max(4_096),
  values: z.array(z.number().nullable()).max(CELLS_MAX),
})

/** A grid in JSON; undefined when it is none, or its numbers do not agree. */
export function gridOfJson(given: unknown): Grid | undefined {
  const read = GridBody.safeParse(given)
  return read.success && read.data.values.length === read.data.rows * read.data.columns ? read.data : undefined
}

/** A grid as lines of lon, lat, value. The steps are the smallest between two lines; cells that are not named have no value. */
export function gridOfCsv(text: string): Grid | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "")
  if (lines.length < 3 || lines.length > CELLS_MAX || !/^\s*lon\s*,\s*lat\s*,\s*value\s*$/i.test(lines[0]!)) return undefined
  const cells = lines.slice(1).map((line) => line.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))))
  if (cells.some((cell) => cell.length !== 3 || !Number.isFinite(cell[0]) || !Number.isFinite(cell[1]))) return undefined
  const lon = axisOf(cells.map(([x]) => x!))
  const lat = axisOf(cells.map(([, y]) => y!))
  if (!lon || !lat || lon.count * lat.count > CELLS_MAX) return undefined
  const values = new Array<number | null>(lon.count * lat.count).fill(null)
  for (const [x, y, value] of cells) {
    const column = Math.round((x! - lon.from) / lon.step)
    const row = lat.count - 1 - Math.round((y! - lat.from) / lat.step)
    values[row * lon.count + column] = Number.isFinite(value) ? value! : null
  }
  const bounds = LayerBounds.safeParse([
    lon.from - lon.step / 2,
    lat.from - lat.step / 2,
    lon.from + lon.step * (lon.count - 0.5),
    lat.from + lat.step * (lat.count - 0.5),
  ])
  return bounds.success ? { bounds: bounds.data, rows: lat.count, columns: lon.count, values } : undefined
}

/** Where the middles of the cells stand; undefined for a single line, of which nobody knows how wide it is. */
function axisOf(given: readonly number[]): { readonly from: number; readonly step: number; readonly count: number } | undefined {
  const places = [...new Set(given)].toSorted((a, b) => a - b)
  if (places.length < 2) return undefined
  const step = places.slice(1).reduce((least, place, i) => Math.min(least, place - places[i]!), Infinity)
  const [from, to] = [places[0]!, places.at(-1)!]
  return { from, step, count: Math.round((to - from) / step) + 1 }
}

/** The smallest and the largest value; null when there is none. */
export function rangeOf({ values }: Pick<Grid, "values">): [number, number] | null {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value === null) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? null : [low, high]
}

/** Light to dark, in the green-grey of the house: the colours of levels mean warnings, and nothing here is one. */
const LOW = [196, 219, 215, 90] as const
const HIGH = [10, 74, 70, 220] as const

/** The cells as RGBA; what has no value is clear. */
export function paintGrid({ values }: Pick<Grid, "values">, [low, high]: readonly [number, number]): Buffer {
  const pixels = Buffer.alloc(values.length * 4)
  const span = high - low || 1
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    const share = (value - low) / span
    for (let part = 0; part < 4; part += 1) pixels[i * 4 + part] = Math.round(LOW[part]! + (HIGH[part]! - LOW[part]!) * share)
  }
  return pixels
}
