import type { Basemap } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { StyleSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"
import { areaEdges, districtLine, outsideLayers, warningFills } from "./area-layers.ts"
import { basemapGround, basemapLabels, basemapRoads, basemapSource } from "./basemap-layers.ts"
import { groundLayers, hillshadeLayer, landLayer, railLayer, roadLayers } from "./ground-layers.ts"
import { labelLayers } from "./label-layers.ts"
import { SHAPE_SOURCE, shapeEdges, shapeFills } from "./shape-layers.ts"
import { symbolLayers } from "./symbol-layers.ts"

const CLUSTER_RADIUS_PX = 48
/** Tiles of this zoom hold everything; beyond it the map enlarges them. */
const TILE_ZOOM_MAX = 14

export interface Hillshade {
  readonly bounds: readonly [number, number, number, number]
}

/** Where these people have nothing to decide: everything but their area, and what that is called. */
export interface Outside {
  readonly area: readonly (readonly (readonly (readonly [number, number])[])[])[]
  readonly name: string
}

export interface MapLook {
  readonly colours: MapColours
  readonly language: Language
  readonly hillshade: Hillshade | undefined
  readonly basemap: Basemap | undefined
  readonly outside: Outside | undefined
}

/** The whole look of the map, bottom to top, so that roads and names stay readable through a warning. */
export function mapStyle(look: MapLook): StyleSpecification {
  const { colours, hillshade, basemap, outside } = look
  return {
    version: 8,
    sources: {
      city: { type: "vector", tiles: [`${location.origin}/api/tiles/{z}/{x}/{y}.mvt`], maxzoom: TILE_ZOOM_MAX },
      things: {
        type: "geojson",
        data: { type: "FeatureCollection", features: [] },
        cluster: true,
        clusterRadius: CLUSTER_RADIUS_PX,
        clusterProperties: { rank: ["max", ["get", "rank"]] },
      },
      signals: {
        type: "geojson",
        data: { type: "FeatureCollection", features: [] },
        cluster: true,
        clusterRadius: CLUSTER_RADIUS_PX,
        // Zoomed in or out, they add up to the signals of the inbox.
        clusterProperties: { rank: ["max", ["get", "rank"]], count: ["+", ["get", "count"]] },
      },
      [SHAPE_SOURCE]: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      ...(basemap ? { base: basemapSource(basemap) } : {}),
      ...(outside ? { outside: { type: "geojson" as const, data: everythingBut(outside.area) } } : {}),
      ...(hillshade ? { hillshade: hillshadeSource(hillshade) } : {}),
    },
    layers: [
      landLayer(colours),
      ...(basemap ? basemapGround(colours, basemap) : []),
      ...(hillshade ? [hillshadeLayer(colours)] : []),
      ...groundLayers(colours),
      ...warningFills(),
      ...shapeFills(colours),
      ...(basemap ? basemapRoads(colours, basemap) : []),
      ...roadLayers(colours),
      railLayer(colours),
      districtLine(colours),
      ...(outside ? outsideLayers(colours, outside.name) : []),
      ...areaEdges(colours),
      ...shapeEdges(colours),
      ...(basemap ? basemapLabels(look, basemap) : []),
      ...labelLayers(look),
      ...symbolLayers(colours),
    ],
  }
}

function hillshadeSource({ bounds: [west, south, east, north] }: Hillshade) {
  return {
    type: "image" as const,
    url: `${location.origin}/api/places/hillshade.png`,
    coordinates: [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ] as [[number, number], [number, number], [number, number], [number, number]],
  }
}

/** As far as Web Mercator goes. */
const WORLD = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
]

function everythingBut(area: Outside["area"]) {
  return {
    type: "Feature" as const,
    properties: {},
    geometry: {
      type: "Polygon" as const,
      coordinates: [WORLD, ...area.map(([outer]) => outer!.map(([lon, lat]) => [lon, lat]))],
    },
  }
}
