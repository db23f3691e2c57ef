import type { AreaRef, Bilingual, Site, Station } from "@holdfast/contracts"
import type { Geometry, LonLat, MultiPolygon } from "@holdfast/geo"

/** Metres east and north of the city's origin. */
export type Point = readonly [eastM: number, northM: number]

export interface PlannedArea {
  readonly id: string
  readonly kind: "city" | "district" | "street" | "cell"
  readonly parent: string | null
  readonly name: Bilingual
  readonly population: number
  readonly geometry: MultiPolygon
}

/** Something of the base map. `kind` tells apart what one layer holds: trunk, main, minor; river, lake. */
export interface PlannedFeature {
  readonly layer: "built" | "park" | "water" | "road" | "rail"
  readonly kind: string
  readonly name: Bilingual | null
  readonly geometry: Geometry
}

/** Heights in metres on a grid, row by row from the north-west corner; rows are evenly spaced in latitude. */
export interface PlannedTerrain {
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly columns: number
  readonly rows: number
  readonly heightsM: Int16Array
}

export interface PlannedStation {
  readonly id: string
  readonly kind: Station["kind"]
  readonly name: Bilingual
  readonly at: [number, number]
  readonly area: AreaRef
  readonly datastreams: { id: string; property: string }[]
}

export interface CityPlan {
  readonly areas: readonly PlannedArea[]
  readonly sites: readonly Site[]
  readonly features: readonly PlannedFeature[]
  readonly terrain: PlannedTerrain
  readonly stations: readonly PlannedStation[]
}

/** About a tenth of a metre: what a map of a city needs, and the same on every machine. */
export function rounded([lon, lat]: LonLat): [number, number] {
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
}
