import { fromMercator, toMercator } from "@holdfast/geo"
import type { Terrain } from "./base-map.ts"

/** Light from the north-west, 45° above the ground, as maps have had it since they were drawn by right hands. */
const LIGHT = { azimuth: (315 * Math.PI) / 180, altitude: Math.PI / 4 }
/** Hills of a plain are low: without lifting them nobody would see them. */
const EXAGGERATION = 2.6
const METRES_PER_DEGREE = 111_195
/** Pixels for each step of the height grid. */
const SCALE = 3

export interface Shade {
  readonly widthPx: number
  readonly heightPx: number
  /** Two bytes a pixel: grey, and how opaque. Flat land is clear; slopes in the light are white, in the shade black. */
  readonly greyAlpha: Uint8Array
}

/** Shaded relief (Horn, 1981), in rows that are even in Web Mercator, so that a map can lay it between its four corners. */
export function shadeHills(terrain: Terrain): Shade {
  const {
    bounds: [west, south, east, north],
    columns,
    rows,
  } = terrain
  const [widthPx, heightPx] = [columns * SCALE, rows * SCALE]
  const greyAlpha = new Uint8Array(widthPx * heightPx * 2)
  const [, top] = toMercator([west, north])
  const [, bottom] = toMercator([west, south])
  const stepM = ((north - south) / rows) * METRES_PER_DEGREE
  const stepEastM = ((east - west) / columns) * METRES_PER_DEGREE * Math.cos((((north + south) / 2) * Math.PI) / 180)
  const flat = Math.sin(LIGHT.altitude)
  for (let py = 0; py < heightPx; py += 1) {
    const [, lat] = fromMercator([0, top + ((bottom - top) * (py + 0.5)) / heightPx])
    const row = ((north - lat) / (north - south)) * rows - 0.5
    for (let px = 0; px < widthPx; px += 1) {
      const column = (px + 0.5) / SCALE - 0.5
      const east_ = (EXAGGERATION * (heightAt(terrain, column + 1, row) - heightAt(terrain, column - 1, row))) / (2 * stepEastM)
      const north_ = (EXAGGERATION * (heightAt(terrain, column, row - 1) - heightAt(terrain, column, row + 1))) / (2 * stepM)
      const steep = Math.hypot(east_, north_, 1)
      const toLight = Math.cos(LIGHT.altitude) * (-east_ * Math.sin(LIGHT.azimuth) - north_ * Math.cos(LIGHT.azimuth))
      const light = (toLight + Math.sin(LIGHT.altitude)) / steep - flat
      const at = (py * widthPx + px) * 2
      greyAlpha[at] = light > 0 ? 255 : 0
      greyAlpha[at + 1] = Math.min(255, Math.round(Math.abs(light) * 340))
    }
  }
  return { widthPx, heightPx, greyAlpha }
}

/** Between four heights of the grid; beyond its edge the edge goes on. */
function heightAt({ columns, rows, heightsM }: Terrain, column: number, row: number): number {
  const x = Math.max(0, Math.min(columns - 1.001, column))
  const y = Math.max(0, Math.min(rows - 1.001, row))
  const [i, j] = [Math.floor(x), Math.floor(y)]
  const [s, t] = [x - i, y - j]
  const height = (a: number, b: number) => heightsM[b * columns + a]!
  return (height(i, j) * (1 - s) + height(i + 1, j) * s) * (1 - t) + (height(i, j + 1) * (1 - s) + height(i + 1, j + 1) * s) * t
}
