import type { Language } from "@holdfast/words"
import type { LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"

interface LabelOptions {
  readonly colours: MapColours
  readonly language: Language
}

/** How the tiles of a source call their places. */
export interface PlaceNames {
  readonly source: string
  readonly layer: string
  readonly key: string
  readonly values: readonly string[]
  /** Properties with the name in a language, best first. */
  readonly name: Readonly<Record<Language, readonly string[]>>
}

const placeName = (language: Language) => (language === "zh-CN" ? ["name:zh", "name:en"] : ["name:en", "name:zh"])

/**
 * Names of waters and areas. They stand below the symbols, because the map places what is on top first: so a name steps aside
 * for a symbol, and never covers one. It moves up or down only: beside its area it would name the next one.
 */
export function labelLayers({ colours: { map }, language }: LabelOptions): LayerSpecification[] {
  const [first, second] = placeName(language)
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
    layout: {
      ...text(size),
      "text-variable-anchor": ["center", "top", "bottom"],
      "text-radial-offset": 1.4,
      "text-padding": 4,
    },
    paint,
    ...zooms,
  })
  return [
    {
      id: "water-label",
      type: "symbol",
      source: "city",
      "source-layer": "water",
      filter: ["all", ["has", first], ["!=", ["get", "kind"], "brook"]] as never,
      // Each tile holds a piece of the river and would name it.
      layout: { ...text(12), "text-padding": 120 },
      paint: { ...paint, "text-color": map["label-water"] },
    },
    name("street", 12, { minzoom: 12.5 }),
    name("district", 14, { maxzoom: 14 }),
  ]
}

/** Names from a base map: smaller than those of the city's own areas, and they give way to them. */
export function placeLabels({ colours: { map }, language }: LabelOptions, names: PlaceNames): LayerSpecification {
  return {
    id: "base-place",
    type: "symbol",
    source: names.source,
    "source-layer": names.layer,
    filter: ["in", ["get", names.key], ["literal", [...names.values]]],
    layout: {
      "text-field": ["coalesce", ...names.name[language].map((property) => ["get", property])] as never,
      "text-size": 12,
      "text-font": ["sans-serif"],
      "text-padding": 8,
    },
    paint: { "text-color": map.label, "text-halo-color": map.land, "text-halo-width": 2, "text-opacity": 0.85 },
  }
}
