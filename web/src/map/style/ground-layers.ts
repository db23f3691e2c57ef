import type { LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"

export function landLayer({ map }: MapColours): LayerSpecification {
  return { id: "land", type: "background", paint: { "background-color": map.land } }
}

/** The relief, so faint that it never competes with a warning. */
export function hillshadeLayer({ dark }: MapColours): LayerSpecification {
  return { id: "hillshade", type: "raster", source: "hillshade", paint: { "raster-opacity": dark ? 0.22 : 0.18 } }
}

/** What covers the land in the city's own tiles. */
export function groundLayers({ map }: MapColours): LayerSpecification[] {
  const fill = (name: "built" | "park" | "water"): LayerSpecification => ({
    id: name,
    type: "fill",
    source: "city",
    "source-layer": name,
    paint: { "fill-color": map[name] },
  })
  return [
    fill("built"),
    fill("park"),
    fill("water"),
    { id: "shore", type: "line", source: "city", "source-layer": "water", paint: { "line-color": map.shore, "line-width": 0.8 } },
  ]
}

/** Roads by their class, in px at zooms 9, 12, and 16: trunk roads carry the eye, minor ones appear late. */
const roadWidths: readonly (readonly [zoom: number, trunk: number, main: number, minor: number])[] = [
  [9, 1.4, 0.6, 0.2],
  [12, 3, 1.8, 0.8],
  [16, 15, 10, 6],
]

/** How the tiles of a source call their roads. */
export interface RoadNames {
  readonly source: string
  readonly layer: string
  /** The property that tells the classes apart. */
  readonly key: string
  readonly trunk: readonly string[]
  readonly main: readonly string[]
  /** Undefined for all others. */
  readonly minor?: readonly string[]
}

const cityRoads: RoadNames = { source: "city", layer: "road", key: "class", trunk: ["trunk"], main: ["main"] }

/** Roads as a light band between two edges, the greater ones on top. */
export function roadLayers({ map }: MapColours, names: RoadNames = cityRoads, prefix = ""): LayerSpecification[] {
  const { source, layer, key, trunk, main, minor } = names
  const byClass = (values: readonly [number, number, number]) => [
    "match",
    ["get", key],
    [...trunk],
    values[0],
    [...main],
    values[1],
    values[2],
  ]
  const width = (casing: number) => ({
    "line-width": [
      "interpolate",
      ["exponential", 1.5],
      ["zoom"],
      ...roadWidths.flatMap(([zoom, ...widths]) => [zoom, ["+", casing, byClass(widths)]]),
    ] as never,
  })
  const road = {
    source,
    "source-layer": layer,
    type: "line" as const,
    ...(minor ? { filter: ["in", ["get", key], ["literal", [...trunk, ...main, ...minor]]] as never } : {}),
    layout: { "line-cap": "round", "line-join": "round", "line-sort-key": byClass([2, 1, 0]) as never } as const,
  }
  return [
    { ...road, id: `${prefix}road-casing`, paint: { "line-color": map["road-casing"], ...width(1.4) } },
    { ...road, id: `${prefix}road`, paint: { "line-color": map.road, ...width(0) } },
  ]
}

export function railLayer({ map }: MapColours): LayerSpecification {
  return {
    id: "rail",
    type: "line",
    source: "city",
    "source-layer": "rail",
    paint: { "line-color": map.shore, "line-width": 1.6, "line-dasharray": [5, 2] },
  }
}
