import type { Basemap } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { FilterSpecification, LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"
import { type RoadNames, roadLayers } from "./ground-layers.ts"
import { type PlaceNames, placeLabels } from "./label-layers.ts"

const SOURCE = "base"
type VectorSchema = Exclude<Basemap["schema"], "raster">

/** What covers the land: a layer of the tiles, and which of its kinds. Without `values`, all of them. */
interface Cover {
  readonly paint: "built" | "park" | "water"
  readonly layer: string
  readonly key?: string
  readonly values?: readonly string[]
  readonly minzoom?: number
}

interface Drawing {
  readonly covers: readonly Cover[]
  readonly roads: RoadNames
  readonly places: PlaceNames
}

const greens = [
  "park",
  "forest",
  "wood",
  "grass",
  "grassland",
  "garden",
  "nature_reserve",
  "national_park",
  "cemetery",
  "golf_course",
]
const settled = ["residential", "commercial", "industrial", "retail", "urban_area", "hospital", "school", "university", "college"]

/** Which layers of the two known layouts are drawn as what. Everything else in them stays out: the map has one look. */
const drawings: Readonly<Record<VectorSchema, Drawing>> = {
  protomaps: {
    covers: [
      { paint: "built", layer: "landuse", key: "kind", values: settled },
      { paint: "park", layer: "landcover", key: "kind", values: greens },
      { paint: "park", layer: "landuse", key: "kind", values: greens },
      { paint: "water", layer: "water" },
      { paint: "built", layer: "buildings", minzoom: 14 },
    ],
    roads: {
      source: SOURCE,
      layer: "roads",
      key: "kind",
      trunk: ["highway"],
      main: ["major_road", "medium_road"],
      minor: ["minor_road"],
    },
    places: {
      source: SOURCE,
      layer: "places",
      key: "kind",
      values: ["locality", "macrohood", "neighbourhood"],
      name: { "zh-CN": ["name:zh-Hans", "name:zh", "name"], en: ["name:en", "name"] },
    },
  },
  openmaptiles: {
    covers: [
      { paint: "built", layer: "landuse", key: "class", values: settled },
      { paint: "park", layer: "landcover", key: "class", values: greens },
      { paint: "park", layer: "park" },
      { paint: "water", layer: "water" },
      { paint: "built", layer: "building", minzoom: 14 },
    ],
    roads: {
      source: SOURCE,
      layer: "transportation",
      key: "class",
      trunk: ["motorway", "trunk"],
      main: ["primary", "secondary"],
      minor: ["tertiary", "minor", "service"],
    },
    places: {
      source: SOURCE,
      layer: "place",
      key: "class",
      values: ["city", "town", "village", "suburb", "quarter", "neighbourhood"],
      name: { "zh-CN": ["name:zh-Hans", "name:zh", "name"], en: ["name:en", "name_en", "name"] },
    },
  },
}

/** Where the map gets the pieces of the engineer's file. */
export function basemapSource({ schema }: Basemap) {
  const url = `pmtiles://${location.origin}/api/places/basemap.pmtiles`
  return schema === "raster" ? { type: "raster" as const, url, tileSize: 256 } : { type: "vector" as const, url }
}

/** The ground of the base map in the map's own colours; a picture map is drawn pale, so that warnings stand out on it. */
export function basemapGround(colours: MapColours, { schema }: Basemap): LayerSpecification[] {
  if (schema === "raster") {
    const paint = { "raster-saturation": -0.7, "raster-opacity": 0.7, "raster-brightness-max": colours.dark ? 0.45 : 1 }
    return [{ id: "base-picture", type: "raster", source: SOURCE, paint }]
  }
  return drawings[schema].covers.map(({ paint, layer, key, values, minzoom }): LayerSpecification => {
    const polygons = ["==", ["geometry-type"], "Polygon"]
    const chosen = key && values ? ["all", polygons, ["in", ["get", key], ["literal", [...values]]]] : polygons
    return {
      id: `base-${layer}-${paint}`,
      type: "fill",
      source: SOURCE,
      "source-layer": layer,
      filter: chosen as FilterSpecification,
      ...(minzoom === undefined ? {} : { minzoom }),
      paint: {
        "fill-color": colours.map[paint],
        ...(minzoom === undefined ? {} : { "fill-outline-color": colours.map["road-casing"] }),
      },
    }
  })
}

/** Roads of the base map, which go over a warning's fill as the city's own do. */
export function basemapRoads(colours: MapColours, { schema }: Basemap): LayerSpecification[] {
  return schema === "raster" ? [] : roadLayers(colours, drawings[schema].roads, "base-")
}

export function basemapLabels(o: { colours: MapColours; language: Language }, { schema }: Basemap): LayerSpecification[] {
  return schema === "raster" ? [] : [placeLabels(o, drawings[schema].places)]
}
