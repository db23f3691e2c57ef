import { type Level, levels } from "@holdfast/contracts"
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl"
import type { AreaLevels } from "./area-levels.ts"
import type { MapColours } from "./colours.ts"
import type { MapContent, MapThing } from "./content.ts"
import { symbolSources } from "./map-symbols.ts"
import { paintedKinds } from "./style/area-layers.ts"
import { fillOpacity } from "./style/fill-opacity.ts"
import { SHAPE_SOURCE } from "./style/shape-layers.ts"

/** Puts the content into the layers that stand ready for it. */
export function paint(map: LibreMap, content: MapContent, colours: MapColours): void {
  for (const source of symbolSources) {
    void (map.getSource(source) as GeoJSONSource).setData({
      type: "FeatureCollection",
      features: content.things.flatMap((thing) => (thing.at && sourceOf(thing) === source ? [featureOf(thing, thing.at)] : [])),
    })
  }
  void map.getSource<GeoJSONSource>(SHAPE_SOURCE)?.setData({
    type: "FeatureCollection",
    features: content.shapes.map(({ level, form, outline }) => ({
      type: "Feature",
      geometry: {
        type: "MultiPolygon",
        coordinates: outline.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => [lon, lat]))),
      },
      properties: { level, form },
    })),
  })
  for (const [layer, shown] of [
    ["site", content.sites],
    ["hillshade", content.relief],
  ] as const) {
    if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", shown ? "visible" : "none")
  }
  for (const kind of paintedKinds) {
    const dark = colours.dark ? 1 : 0
    for (const layer of ["fill", "pattern", "casing", "edge"])
      filterAreas(map, `warning-${layer}-${kind}`, content.warnings[kind])
    setByLevel(map, `warning-fill-${kind}`, "fill-color", content.warnings[kind], (level) => colours.level[level].solid)
    setByLevel(map, `warning-fill-${kind}`, "fill-opacity", content.warnings[kind], (level) => fillOpacity[level][dark])
    setByLevel(map, `warning-pattern-${kind}`, "fill-pattern", content.warnings[kind], (level) => `pattern-${level}`)
    setByLevel(map, `warning-edge-${kind}`, "line-color", content.warnings[kind], (level) => colours.level[level].edge)
    for (const name of ["signal", "draft"] as const) {
      const found = content[`${name}s`][kind]
      filterAreas(map, `${name}-edge-${kind}`, found)
      setByLevel(map, `${name}-edge-${kind}`, "line-color", found, (level) => colours.level[level].edge)
    }
  }
}

/** Signals of areas are counted apart from what stands there: two kinds of number in one disc would say nothing. */
function sourceOf({ kind }: MapThing): (typeof symbolSources)[number] {
  return kind === "signals" ? "signals" : "things"
}

function filterAreas(map: LibreMap, layer: string, found: AreaLevels["district"]): void {
  map.setFilter(layer, ["in", ["get", "id"], ["literal", [...found.keys()]]])
}

function setByLevel(
  map: LibreMap,
  layer: string,
  property: "fill-color" | "fill-opacity" | "fill-pattern" | "line-color",
  found: AreaLevels["district"],
  valueOf: (level: Level) => string | number,
): void {
  // Without any area the layer's filter lets nothing through, so the value does not matter, but there must be one.
  const [first, ...rest] = [...found].map(([id, level]) => [id, valueOf(level)] as const)
  map.setPaintProperty(
    layer,
    property,
    first ? ["match", ["get", "id"], first[0], first[1], ...rest.flat(), first[1]] : valueOf("blue"),
  )
}

function featureOf(thing: MapThing, coordinates: readonly [number, number]) {
  return {
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: [...coordinates] },
    properties: {
      ...{ key: thing.key, kind: thing.kind, rank: thing.level ? levels.indexOf(thing.level) + 1 : 0 },
      count: thing.count?.count ?? 1,
    },
  }
}
