import type { Bilingual } from "@holdfast/contracts"
import type { Geometry } from "@holdfast/geo"

/** Something that is drawn: built-up land, a park, water, roads, a railway. */
export interface BaseFeature {
  readonly layer: string
  readonly kind: string
  readonly name: Bilingual | null
  readonly geometry: Geometry
}

/** Heights in metres on a grid, row by row from the north-west corner. */
export interface Terrain {
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly columns: number
  readonly rows: number
  readonly heightsM: Int16Array
}
