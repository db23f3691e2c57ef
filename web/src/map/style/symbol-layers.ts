import type { LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"

/** Sites that people in danger look for; others are only counted. */
export const siteSymbols = ["school", "shelter", "hospital"] as const
const SITE_ZOOM_MIN = 13
const SIGNALS_SHIFT_PX = 18

/** Stations, outages, clusters, and at their corners the highest level inside; and how many signals lie in each area. */
export function symbolLayers({ map }: MapColours): LayerSpecification[] {
  const levelOf = ["at", ["-", ["get", "rank"], 1], ["literal", ["blue", "yellow", "orange", "red"]]]
  const mark = (id: string, filter: never, shift: number): LayerSpecification => ({
    id,
    type: "symbol",
    source: "things",
    filter,
    layout: {
      "icon-image": ["concat", "mark-", levelOf] as never,
      "icon-offset": [shift, -shift],
      "icon-allow-overlap": true,
      "symbol-sort-key": ["get", "rank"],
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
      layout: { "icon-image": ["concat", "symbol-", ["get", "kind"]], "icon-size": 0.75, "icon-padding": 1 },
    },
    {
      id: "thing",
      type: "symbol",
      source: "things",
      filter: lone,
      layout: {
        "icon-image": ["concat", "symbol-", ["get", "kind"]],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["get", "rank"],
      },
    },
    {
      id: "cluster",
      type: "symbol",
      source: "things",
      filter: ["has", "point_count"],
      layout: {
        "icon-image": "symbol-cluster",
        "icon-allow-overlap": true,
        "text-field": ["to-string", ["get", "point_count"]],
        "text-size": 13,
        "text-font": ["sans-serif"],
        "text-allow-overlap": true,
      },
      paint: { "text-color": map["on-symbol"] },
    },
    mark("thing-mark", ["all", lone, [">", ["get", "rank"], 0]] as never, 14),
    mark("cluster-mark", ["all", ["has", "point_count"], [">", ["get", "rank"], 0]] as never, 17),
    {
      id: "signals",
      type: "symbol",
      source: "signals",
      layout: {
        "icon-image": ["concat", "mark-", levelOf] as never,
        // Above the middle, where the name of the area stands.
        "icon-offset": [-SIGNALS_SHIFT_PX, -SIGNALS_SHIFT_PX],
        "icon-size": 1.2,
        "icon-allow-overlap": true,
        // A mark alone is one.
        "text-field": ["case", [">", ["get", "count"], 1], ["concat", "×", ["to-string", ["get", "count"]]], ""],
        "text-size": 15,
        "text-font": ["sans-serif"],
        "text-anchor": "left",
        "text-offset": [-0.3, -1.5],
        "text-allow-overlap": true,
        "symbol-sort-key": ["get", "rank"],
      },
      paint: { "text-color": map.label, "text-halo-color": map.land, "text-halo-width": 3 },
    },
  ]
}
