import type { LonLat } from "@holdfast/contracts"
import {
  addProtocol,
  type GeoJSONSource,
  Map as LibreMap,
  type LngLatBoundsLike,
  type MapMouseEvent,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl"
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url"
import { Protocol } from "pmtiles"
import { readColours } from "./colours.ts"
import type { MapContent } from "./content.ts"
import { type MapSymbol, openLayers, placeAnew, symbolSources, symbolsOn } from "./map-symbols.ts"
import { noOverlays, type Overlays, paintOverlays } from "./overlays.ts"
import { paint } from "./paint.ts"
import { addPictures } from "./pictures.ts"
import { type MapLook, mapStyle } from "./style/map-style.ts"

// In a built app the map shows nothing unless its worker is named.
setWorkerUrl(workerUrl)
// Base maps come as one file, of which the map reads the pieces that it needs.
addProtocol("pmtiles", new Protocol().tile)

/** Names are drawn with the machine's own fonts: no glyph files are fetched. */
const FONTS =
  '-apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", MiSans, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif'
const STEP_PX = 120
/** All that a city has of districts and streets; of stations the list has the rest. */
const LEAVES_MAX = 200

export interface CityMapOptions extends Omit<MapLook, "colours"> {
  readonly container: HTMLElement
  /** What the canvas is called for those who listen. */
  readonly title: string
  readonly bounds: LngLatBoundsLike | undefined
  /** The keys of what stands under the pointer, or inside a cluster. */
  onPick(keys: string[]): void
  /** The symbols that stand on the map, told when it has come to rest. */
  onRest(symbols: MapSymbol[], center: LonLat): void
  /** The map is moving. */
  onMove(): void
  /** It can be drawn on. What this gives is called before the map goes. */
  onDrawable?(map: LibreMap): () => void
}

export type Move = "left" | "right" | "up" | "down" | "in" | "out"

export interface CityMap {
  show(content: MapContent): void
  /** What comes from others, under and between our own. */
  overlay(overlays: Overlays): void
  move(move: Move): void
  open(symbol: MapSymbol): void
  /** Brings a part of the city into sight: west, south, east, north. */
  fit(bounds: readonly [number, number, number, number]): void
  placeAnew(symbols: readonly MapSymbol[]): MapSymbol[]
  remove(): void
}

/** Makes the map. Plain code beside React: the page hands it content and hears what was picked. */
export function createCityMap(options: CityMapOptions): CityMap {
  const colours = readColours()
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  const map = new LibreMap({
    container: options.container,
    style: mapStyle({ ...options, colours }),
    localIdeographFontFamily: FONTS,
    locale: { "Map.Title": options.title },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: calm ? 0 : 120,
    ...(options.bounds ? { bounds: options.bounds, fitBoundsOptions: { padding: 24 } } : {}),
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new ScaleControl(), "bottom-right")
  let latest: MapContent | undefined
  let overlays = noOverlays
  let ready = false
  let stopDrawing: (() => void) | undefined
  const busy = (now: boolean) => options.container.setAttribute("aria-busy", String(now))
  busy(true)
  void map.once("style.load", () => {
    addPictures(map, colours)
    ready = true
    if (latest) paint(map, latest, colours)
    paintOverlays(map, overlays, colours)
    stopDrawing = options.onDrawable?.(map)
  })
  // A tile that does not come is not a reason to stop: the list has the same content.
  map.on("error", () => {})
  map.on("click", (event: MapMouseEvent) => {
    const [found] = symbolsUnder(map, event.point)
    if (found) void keysOf(map, found).then(options.onPick)
    else options.onPick([])
  })
  map.on("movestart", () => busy(true))
  map.on("move", options.onMove)
  map.on("idle", () => {
    const { lng, lat } = map.getCenter()
    options.onRest(symbolsOn(map), [lng, lat])
    busy(false)
  })
  for (const layer of openLayers) {
    map.on("mouseenter", layer, () => void (map.getCanvas().style.cursor = "pointer"))
    map.on("mouseleave", layer, () => void (map.getCanvas().style.cursor = ""))
  }
  return {
    show: (content) => {
      latest = content
      if (!ready) return
      busy(true)
      paint(map, content, colours)
    },
    overlay: (given) => {
      overlays = given
      if (ready) paintOverlays(map, given, colours)
    },
    move: (move) => {
      const motion = { duration: calm ? 0 : 120 }
      if (move === "in") map.zoomIn(motion)
      else if (move === "out") map.zoomOut(motion)
      else map.panBy([...steps[move]], motion)
    },
    fit: (bounds) => map.fitBounds([...bounds], { padding: 48, maxZoom: 13, duration: calm ? 0 : 120 }),
    open: (symbol) => void keysOf(map, symbol).then(options.onPick),
    placeAnew: (symbols) => placeAnew(map, symbols),
    remove: () => {
      stopDrawing?.()
      map.remove()
    },
  }
}

const steps = {
  left: [-STEP_PX, 0],
  right: [STEP_PX, 0],
  up: [0, -STEP_PX],
  down: [0, STEP_PX],
} as const

function symbolsUnder(map: LibreMap, { x, y }: { x: number; y: number }): Pick<MapSymbol, "key" | "cluster" | "source">[] {
  return map.queryRenderedFeatures([x, y], { layers: openLayers }).map(({ properties, source }) => ({
    source: symbolSources.find((name) => name === source) ?? "things",
    key: properties["key"] === undefined ? undefined : String(properties["key"]),
    cluster: typeof properties["cluster_id"] === "number" ? properties["cluster_id"] : undefined,
  }))
}

async function keysOf(map: LibreMap, { key, cluster, source }: Pick<MapSymbol, "key" | "cluster" | "source">): Promise<string[]> {
  if (cluster === undefined) return key === undefined ? [] : [key]
  const leaves = await (map.getSource(source) as GeoJSONSource).getClusterLeaves(cluster, LEAVES_MAX, 0)
  return leaves.map(({ properties }) => String(properties?.["key"]))
}
