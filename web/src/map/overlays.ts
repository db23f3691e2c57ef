import type { LonLat, OutsideShape } from "@holdfast/contracts"
import type { GeoJSONSource, ImageSource, Map as LibreMap } from "maplibre-gl"
import type { MapColours } from "./colours.ts"

/** A dated picture from elsewhere that lies under the warnings. */
export interface Background {
  readonly kind: "image" | "geojson"
  readonly url: string
  /** West, south, east, north; of an image. */
  readonly bounds: readonly [number, number, number, number] | null
}

/** Where an alert of others lies, and what is written there: who says it, what, until when. */
export interface OutsideMark {
  readonly shape: OutsideShape
  readonly text: string
  /** Where the text stands. */
  readonly at: LonLat
}

/** What comes from others: neither measured nor warned of by this city, and drawn so that nobody takes it for that. */
export interface Overlays {
  readonly background: Background | undefined
  readonly outside: readonly OutsideMark[]
}

export const noOverlays: Overlays = { background: undefined, outside: [] }

/** The first layer of our own warnings, and the first of the symbols: below the one, below the other. */
const UNDER_WARNINGS = "warning-fill-district"
const UNDER_SYMBOLS = "site"
const TEXTS_AT_A_PLACE = 3
const backgroundLayers = ["background-image", "background-fill", "background-line", "background-dot"]

/** Puts what comes from others into the map: the picture below our warnings, the alerts as dotted ink lines without a fill. */
export function paintOverlays(map: LibreMap, { background, outside }: Overlays, colours: MapColours): void {
  paintBackground(map, background, colours)
  const data = {
    type: "FeatureCollection" as const,
    features: [
      ...outside.map(({ shape }) => ({
        type: "Feature" as const,
        geometry: shape as { type: "Point"; coordinates: [number, number] },
        properties: {},
      })),
      ...textsOf(outside),
    ],
  }
  const source = map.getSource<GeoJSONSource>("outside-alerts")
  if (source) void source.setData(data)
  else addOutside(map, data, colours)
}

/** Texts at points of their own, since an area would carry its text once in each tile; those of one place under each other. */
function textsOf(outside: readonly OutsideMark[]) {
  const places = Map.groupBy(outside, ({ at, shape }) => `${shape.type} ${at.map((degrees) => degrees.toFixed(2)).join(" ")}`)
  return [...places.values()].map((marks, order) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: [...marks[0]!.at] },
    properties: {
      text: marks
        .slice(0, TEXTS_AT_A_PLACE)
        .map(({ text }) => text)
        .join("\n"),
      order,
      of: marks[0]!.shape.type === "Point" ? "epicentre" : "area",
    },
  }))
}

function addOutside(
  map: LibreMap,
  data: Exclude<Parameters<GeoJSONSource["setData"]>[0], string>,
  { map: colour }: MapColours,
): void {
  map.addSource("outside-alerts", { type: "geojson", data })
  const shared = { source: "outside-alerts" as const }
  const isArea = ["!=", ["geometry-type"], "Point"] as never
  const isEpicentre = ["all", ["==", ["geometry-type"], "Point"], ["!", ["has", "text"]]] as never
  const text = { "text-size": 12, "text-font": ["sans-serif"] }
  const words = { ...text, "text-field": ["get", "text"] as never, "text-max-width": 14 }
  const halo = { "text-color": colour.label, "text-halo-color": colour.land, "text-halo-width": 2 }
  const before = map.getLayer(UNDER_SYMBOLS) ? UNDER_SYMBOLS : undefined
  map.addLayer(
    {
      ...{ ...shared, id: "outside-alert-line", type: "line", filter: isArea },
      layout: { "line-cap": "round" },
      paint: { "line-color": colour.label, "line-width": 2, "line-dasharray": [0.2, 2] },
    },
    before,
  )
  map.addLayer(
    {
      ...{ ...shared, id: "outside-alert-point", type: "symbol", filter: isEpicentre },
      layout: { ...text, "text-field": "✕", "text-allow-overlap": true, "text-ignore-placement": true },
      paint: halo,
    },
    before,
  )
  // Where texts of shocks would stand on each other, the first of the list stays; the others come with a closer look.
  map.addLayer(
    {
      ...{ ...shared, id: "outside-alert-shock", type: "symbol", filter: ["==", ["get", "of"], "epicentre"] },
      layout: {
        ...words,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.7,
        "text-justify": "auto",
        "symbol-sort-key": ["get", "order"] as never,
      },
      paint: halo,
    },
    before,
  )
  map.addLayer(
    {
      ...{ ...shared, id: "outside-alert-name", type: "symbol", filter: ["==", ["get", "of"], "area"] },
      layout: { ...words, "text-allow-overlap": true },
      paint: halo,
    },
    before,
  )
}

function paintBackground(map: LibreMap, background: Background | undefined, { map: colour }: MapColours): void {
  for (const layer of backgroundLayers) if (map.getLayer(layer)) map.removeLayer(layer)
  if (map.getSource("background")) map.removeSource("background")
  if (!background) return
  const before = map.getLayer(UNDER_WARNINGS) ? UNDER_WARNINGS : undefined
  if (background.kind === "image") {
    if (!background.bounds) return
    const [west, south, east, north] = background.bounds
    const corners: ImageSource["coordinates"] = [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ]
    map.addSource("background", { type: "image", url: location.origin + background.url, coordinates: corners })
    map.addLayer(
      {
        id: "background-image",
        type: "raster",
        source: "background",
        paint: { "raster-opacity": 0.7, "raster-fade-duration": 0 },
      },
      before,
    )
    return
  }
  map.addSource("background", { type: "geojson", data: location.origin + background.url })
  const shared = { source: "background" as const }
  const isPoint = ["==", ["geometry-type"], "Point"] as never
  map.addLayer(
    {
      ...shared,
      id: "background-fill",
      type: "fill",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour.label, "fill-opacity": 0.14 },
    },
    before,
  )
  map.addLayer(
    {
      ...shared,
      id: "background-line",
      type: "line",
      paint: { "line-color": colour.label, "line-width": 1, "line-opacity": 0.6 },
    },
    before,
  )
  map.addLayer(
    {
      ...shared,
      id: "background-dot",
      type: "circle",
      filter: isPoint,
      paint: { "circle-color": colour.label, "circle-radius": 3, "circle-opacity": 0.6 },
    },
    before,
  )
}
