import type { LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"

/** The kinds of area that tiles carry and that warnings can lie on. */
export const paintedKinds = ["district", "street"] as const

/** Fill and pattern of warnings in force. Their colours and areas are set with the content. */
export function warningFills(): LayerSpecification[] {
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

export function districtLine({ map }: MapColours): LayerSpecification {
  return {
    id: "district-line",
    type: "line",
    source: "city",
    "source-layer": "district",
    paint: { "line-color": map.district, "line-width": 1.2, "line-dasharray": [8, 3, 2, 3] },
  }
}

/** A warning has a firm edge, a signal a thin one, a draft a dashed one. */
export function areaEdges({ map }: MapColours): LayerSpecification[] {
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

/** Where these people have nothing to decide: a veil of ink, and its name along the border. */
export function outsideLayers({ map }: MapColours, name: string): LayerSpecification[] {
  return [
    { id: "outside", type: "fill", source: "outside", paint: { "fill-pattern": "veil" } },
    { id: "outside-edge", type: "line", source: "outside", paint: { "line-color": map.label, "line-width": 1.2 } },
    {
      id: "outside-label",
      type: "symbol",
      source: "outside",
      minzoom: 10,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "text-field": name,
        "text-size": 12,
        "text-font": ["sans-serif"],
        "text-offset": [0, -1],
        "text-keep-upright": true,
      },
      paint: { "text-color": map.label, "text-halo-color": map.land, "text-halo-width": 2 },
    },
  ]
}
