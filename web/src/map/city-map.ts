import { type Level, levels } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { type GeoJSONSource, Map as LibreMap, type LngLatBoundsLike, ScaleControl, setWorkerUrl } from "maplibre-gl"
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url"
import type { AreaLevels } from "./area-levels.ts"
import { type MapColours, readColours } from "./colours.ts"
import type { MapContent, MapThing } from "./content.ts"
import { addPictures } from "./pictures.ts"
import { type Hillshade, mapStyle, paintedKinds } from "./style.ts"

// In a built app the map shows nothing unless its worker is named.
setWorkerUrl(workerUrl)

/** Names are drawn with the machine's own fonts: no glyph files are fetched. */
const FONTS =
  '-apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", MiSans, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif'
const fillOpacity: Readonly<Record<Level, readonly [light: number, dark: number]>> = {
  blue: [0.42, 0.3],
  yellow: [0.4, 0.26],
  orange: [0.34, 0.28],
  red: [0.3, 0.34],
}

export interface CityMapOptions {
  readonly container: HTMLElement
  readonly language: Language
  /** What the canvas is called for those who listen. */
  readonly title: string
  readonly bounds: LngLatBoundsLike | undefined
  readonly hillshade: Hillshade | undefined
  /** The keys of what stands under the pointer, or inside a cluster. */
  onPick(keys: string[]): void
}

export interface CityMap {
  show(content: MapContent): void
  remove(): void
}

/** Makes the map. Plain code beside React: the page hands it content and hears what was picked. */
export function createCityMap(options: CityMapOptions): CityMap {
  const colours = readColours()
  const map = new LibreMap({
    container: options.container,
    style: mapStyle({ colours, language: options.language, hillshade: options.hillshade }),
    localIdeographFontFamily: FONTS,
    locale: { "Map.Title": options.title },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    ...(options.bounds ? { bounds: options.bounds, fitBoundsOptions: { padding: 24 } } : {}),
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new ScaleControl(), "bottom-right")
  let latest: MapContent | undefined
  let ready = false
  void map.once("style.load", () => {
    addPictures(map, colours)
    ready = true
    if (latest) paint(map, latest, colours)
  })
  // A tile that does not come is not a reason to stop: the list has the same content.
  map.on("error", () => {})
  map.on("click", (event) => void pick(map, event.point, options.onPick))
  for (const layer of ["thing", "cluster"]) {
    map.on("mouseenter", layer, () => void (map.getCanvas().style.cursor = "pointer"))
    map.on("mouseleave", layer, () => void (map.getCanvas().style.cursor = ""))
  }
  return {
    show: (content) => {
      latest = content
      if (ready) paint(map, content, colours)
    },
    remove: () => map.remove(),
  }
}

function paint(map: LibreMap, content: MapContent, colours: MapColours): void {
  void (map.getSource("things") as GeoJSONSource).setData({
    type: "FeatureCollection",
    features: content.things.flatMap((thing) => (thing.at ? [featureOf(thing, thing.at)] : [])),
  })
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
    properties: { key: thing.key, kind: thing.kind, rank: thing.level ? levels.indexOf(thing.level) + 1 : 0 },
  }
}

async function pick(map: LibreMap, point: { x: number; y: number }, tell: (keys: string[]) => void): Promise<void> {
  const [found] = map.queryRenderedFeatures([point.x, point.y], { layers: ["thing", "cluster"] })
  if (!found) return tell([])
  const cluster: unknown = found.properties["cluster_id"]
  if (typeof cluster !== "number") return tell([String(found.properties["key"])])
  const leaves = await (map.getSource("things") as GeoJSONSource).getClusterLeaves(cluster, 50, 0)
  tell(leaves.map(({ properties }) => String(properties?.["key"])))
}
