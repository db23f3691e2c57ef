import type { FrameRule, LayerBounds } from "@holdfast/contracts"
import sharp from "sharp"
import { parseJsonPath, valueAt } from "../domain/json-path.ts"
import { type Grid, gridOfCsv, gridOfJson, paintGrid, rangeOf } from "./domain/grid.ts"
import type { LayerFormat } from "./domain/layer-mapping.ts"
import { plainGeoJson } from "./domain/plain-geojson.ts"

/** What one picture may have when it is kept. */
export const FRAME_MAX_BYTES = 4 * 1024 * 1024
/** A small file that unpacks to more is meant to fill the memory. */
export const PIXELS_MAX = 4_096 * 4_096

export interface Frame {
  readonly kind: "image" | "geojson"
  readonly mediaType: "image/png" | "application/geo+json"
  readonly content: Buffer
  readonly bounds: LayerBounds | null
  readonly range: readonly [number, number] | null
  readonly validAt: Date
}

export interface FrameGiven {
  readonly format: LayerFormat
  readonly bytes: Buffer
  readonly bounds?: LayerBounds | undefined
  /** The time that it shows, or a path to it in what is JSON. */
  readonly valid: Date | string
}

/** Reads a picture as what it should be and draws it anew, so that nothing of it is kept but what can be seen. */
export async function readFrame({ format, bytes, bounds, valid }: FrameGiven): Promise<Frame | FrameRule> {
  let json: unknown
  if (format === "geojson" || format === "grid-json") {
    try {
      json = JSON.parse(bytes.toString("utf8"))
    } catch {
      return "not-json"
    }
  }
  const validAt = typeof valid === "string" ? timeAt(json, valid) : valid
  if (!validAt) return "time"
  if (format === "geojson") {
    const collection = plainGeoJson(json)
    if (!collection) return "not-geojson"
    const content = Buffer.from(JSON.stringify(collection))
    if (content.length > FRAME_MAX_BYTES) return "too-large"
    return { kind: "geojson", mediaType: "application/geo+json", content, bounds: null, range: null, validAt }
  }
  const drawn =
    format === "png"
      ? await drawPicture(bytes, bounds)
      : await drawGrid(format === "grid-json" ? gridOfJson(json) : gridOfCsv(bytes.toString("utf8")))
  if (typeof drawn === "string") return drawn
  if (drawn.content.length > FRAME_MAX_BYTES) return "too-large"
  return { kind: "image", mediaType: "image/png", ...drawn, validAt }
}

type Drawn = Pick<Frame, "content" | "bounds" | "range">

async function drawPicture(bytes: Buffer, bounds: LayerBounds | undefined): Promise<Drawn | FrameRule> {
  if (!bounds) return "bounds"
  try {
    const picture = sharp(bytes, { limitInputPixels: PIXELS_MAX })
    if ((await picture.metadata()).format !== "png") return "not-a-picture"
    return { content: await picture.png({ compressionLevel: 9 }).toBuffer(), bounds, range: null }
  } catch {
    return "not-a-picture"
  }
}

async function drawGrid(grid: Grid | undefined): Promise<Drawn | FrameRule> {
  const range = grid && rangeOf(grid)
  if (!grid || !range) return "not-a-grid"
  const raw = { width: grid.columns, height: grid.rows, channels: 4 as const }
  const content = await sharp(paintGrid(grid, range), { raw }).png({ compressionLevel: 9 }).toBuffer()
  return { content, bounds: grid.bounds, range }
}

/** Without a zone it would be a guess of up to a day. */
function timeAt(json: unknown, path: string): Date | undefined {
  const found = valueAt(json, parseJsonPath(path) ?? [])
  if (typeof found !== "string" || !/T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(found)) return undefined
  const at = new Date(found)
  return Number.isNaN(at.getTime()) ? undefined : at
}
