import type { Bounds } from "./bounds.ts"
import type { LonLat } from "./lon-lat.ts"

/** Beyond this the square world of Web Mercator ends. */
export const MERCATOR_LAT_MAX = 85.051_128_779_806_6
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
}

/** A position on the square world, both from 0 to 1, y growing to the south (EPSG:3857 as tiles cut it). */
export function toMercator([lon, lat]: LonLat): [number, number] {
  const clamped = Math.max(-MERCATOR_LAT_MAX, Math.min(MERCATOR_LAT_MAX, lat))
  const sin = Math.sin((clamped * Math.PI) / 180)
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)]
}

export function fromMercator([x, y]: readonly [number, number]): [number, number] {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI]
}

export function tileAt(at: LonLat, z: number): Tile {
  const count = 2 ** z
  const [x, y] = toMercator(at).map((value) => Math.min(count - 1, Math.max(0, Math.floor(value * count))))
  return { z, x: x!, y: y! }
}

/** In degrees. */
export function tileBounds({ z, x, y }: Tile): Bounds {
  const count = 2 ** z
  const [west, north] = fromMercator([x / count, y / count])
  const [east, south] = fromMercator([(x + 1) / count, (y + 1) / count])
  return [west, south, east, north]
}

/** Whether such a tile exists. */
export function isTile({ z, x, y }: Tile, zMax: number): boolean {
  return [z, x, y].every(Number.isInteger) && z >= 0 && z <= zMax && x >= 0 && y >= 0 && x < 2 ** z && y < 2 ** z
}
