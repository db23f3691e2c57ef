import type { Language } from "@holdfast/words"
import type { LayerSpecification, StyleSpecification } from "maplibre-gl"
import type { MapColours } from "./colours.ts"

const CLUSTER_RADIUS_PX = 48
/** Tiles of this zoom hold everything; beyond it the map enlarges them. */
const TILE_ZOOM_MAX = 14
/** Sites that people in danger look for; others are only counted. */
export const siteSymbols = ["school", "shelter", "hospital"] as const
const SITE_ZOOM_MIN = 13

export interface Hillshade {
  readonly bounds: readonly [number, number, number, number]
}

/** The kinds of area that tiles carry and that warnings can lie on. */
export const paintedKinds = ["district", "street"] as const

/** The whole look of the map, bottom to top, so that roads and names stay readable through a warning. */
export function mapStyle(o: { colours: MapColours; language: Language; hillshade: Hillshade | undefined }): StyleSpecification {
  const { colours, hillshade } = o
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
      ...(hillshade ? { hillshade: hillshadeSource(hillshade) } : {}),
    },
    layers: [
      ...ground(colours, hillshade !== undefined),
      ...warningFills(),
      ...lines(colours),
      ...edges(colours),
      ...symbols(),
      ...labels(o),
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

function ground({ map, dark }: MapColours, hillshade: boolean): LayerSpecification[] {
  const fill = (name: "built" | "park" | "water"): LayerSpecification => ({
    id: name,
    type: "fill",
    source: "city",
    "source-layer": name,
    paint: { "fill-color": map[name] },
  })
  return [
    { id: "land", type: "background", paint: { "background-color": map.land } },
    ...(hillshade
      ? [{ id: "hillshade", type: "raster" as const, source: "hillshade", paint: { "raster-opacity": dark ? 0.22 : 0.18 } }]
      : []),
    fill("built"),
    fill("park"),
    fill("water"),
    { id: "shore", type: "line", source: "city", "source-layer": "water", paint: { "line-color": map.shore, "line-width": 0.8 } },
  ]
}

/** Their colours and areas are set with the content. */
function warningFills(): LayerSpecification[] {
  return paintedKinds.flatMap((kind): LayerSpecification[] => [
    { id: `warning-fill-${kind}`, type: "fill", source: "city", "source-layer": kind, filter: ["literal", false] },
    {
      id: `warning-pattern-${kind}`,
      type: "fill",
      source: "city",
      "source-layer": kind,
      filter: ["literal", false],
      paint: { "fill-opacity": 0.45 },
    },
  ])
}

/** Roads by their class, in px at zooms 9, 12, and 16: trunk roads carry the eye, minor ones appear late. */
const roadWidths: readonly (readonly [zoom: number, trunk: number, main: number, minor: number])[] = [
  [9, 1.4, 0.6, 0.2],
  [12, 3, 1.8, 0.8],
  [16, 15, 10, 6],
]

function lines({ map }: MapColours): LayerSpecification[] {
  const width = (casing: number) => ({
    "line-width": [
      "interpolate",
      ["exponential", 1.5],
      ["zoom"],
      ...roadWidths.flatMap(([zoom, trunk, main, minor]) => [
        zoom,
        ["+", casing, ["match", ["get", "class"], "trunk", trunk, "main", main, minor]],
      ]),
    ] as never,
  })
  const road = {
    source: "city",
    "source-layer": "road",
    type: "line" as const,
    layout: {
      "line-cap": "round",
      "line-join": "round",
      "line-sort-key": ["match", ["get", "class"], "trunk", 2, "main", 1, 0] as never,
    } as const,
  }
  return [
    { ...road, id: "road-casing", paint: { "line-color": map["road-casing"], ...width(1.4) } },
    { ...road, id: "road", paint: { "line-color": map.road, ...width(0) } },
    {
      id: "rail",
      type: "line",
      source: "city",
      "source-layer": "rail",
      paint: { "line-color": map.shore, "line-width": 1.6, "line-dasharray": [5, 2] },
    },
    {
      id: "district-line",
      type: "line",
      source: "city",
      "source-layer": "district",
      paint: { "line-color": map.district, "line-width": 1.2, "line-dasharray": [8, 3, 2, 3] },
    },
  ]
}

function edges({ map }: MapColours): LayerSpecification[] {
  return paintedKinds.flatMap((kind): LayerSpecification[] => {
    const line = { source: "city", "source-layer": kind, type: "line" as const, filter: ["literal", false] as never }
    return [
      { ...line, id: `warning-casing-${kind}`, paint: { "line-color": map.land, "line-width": 5.5 } },
      { ...line, id: `warning-edge-${kind}`, paint: { "line-width": 2.5 } },
      { ...line, id: `signal-edge-${kind}`, paint: { "line-width": 2, "line-offset": 3 } },
      { ...line, id: `draft-edge-${kind}`, paint: { "line-width": 2, "line-dasharray": [4, 2.5] } },
    ]
  })
}

function symbols(): LayerSpecification[] {
  const mark = (id: string, filter: never, shift: number): LayerSpecification => ({
    id,
    type: "symbol",
    source: "things",
    filter,
    layout: {
      "icon-image": ["concat", "mark-", ["at", ["-", ["get", "rank"], 1], ["literal", ["blue", "yellow", "orange", "red"]]]],
      "icon-offset": [shift, -shift],
      "icon-allow-overlap": true,
    },
  })
  const lone = ["!", ["has", "point_count"]] as never
  return [
    {
      id: "site",
      type: "symbol",
      source: "city",
      "source-layer": "site",
      minzoom: SITE_ZOOM_MIN,
      filter: ["in", ["get", "kind"], ["literal", [...siteSymbols]]],
      layout: { "icon-image": ["concat", "symbol-", ["get", "kind"]], "icon-size": 0.75 },
    },
    {
      id: "thing",
      type: "symbol",
      source: "things",
      filter: lone,
      layout: { "icon-image": ["concat", "symbol-", ["get", "kind"]], "icon-allow-overlap": true },
    },
    {
      id: "cluster",
      type: "symbol",
      source: "things",
      filter: ["has", "point_count"],
      layout: { "icon-image": "symbol-cluster", "icon-allow-overlap": true },
    },
    mark("thing-mark", ["all", lone, [">", ["get", "rank"], 0]] as never, 13),
    mark("cluster-mark", ["all", ["has", "point_count"], [">", ["get", "rank"], 0]] as never, 15),
  ]
}

function labels({ colours: { map }, language }: { colours: MapColours; language: Language }): LayerSpecification[] {
  const [first, second] = language === "zh-CN" ? ["name:zh", "name:en"] : ["name:en", "name:zh"]
  const text = (size: number) => ({
    "text-field": ["step", ["zoom"], ["get", first], 14, ["concat", ["get", first], "\n", ["get", second]]] as never,
    "text-size": size,
    "text-font": ["sans-serif"],
  })
  const paint = { "text-color": map.label, "text-halo-color": map.land, "text-halo-width": 2 }
  const name = (
    kind: "district" | "street",
    size: number,
    zooms: { minzoom?: number; maxzoom?: number },
  ): LayerSpecification => ({
    id: `${kind}-label`,
    type: "symbol",
    source: "city",
    "source-layer": "label",
    filter: ["==", ["get", "kind"], kind],
    layout: text(size),
    paint,
    ...zooms,
  })
  return [
    {
      id: "water-label",
      type: "symbol",
      source: "city",
      "source-layer": "water",
      filter: ["all", ["has", first], ["!=", ["get", "kind"], "brook"]],
      // Each tile holds a piece of the river and would name it.
      layout: { ...text(12), "text-padding": 120 },
      paint: { ...paint, "text-color": map["label-water"] },
    },
    name("street", 12, { minzoom: 12.5 }),
    name("district", 14, { maxzoom: 14 }),
    {
      id: "count",
      type: "symbol",
      source: "things",
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["to-string", ["get", "point_count"]],
        "text-size": 12,
        "text-font": ["sans-serif"],
        "text-allow-overlap": true,
      },
      paint: { "text-color": map["on-symbol"] },
    },
  ]
}
