import { type Level, type LonLat, levels } from "@holdfast/contracts"
import type { Map as LibreMap, MapGeoJSONFeature } from "maplibre-gl"
import { byLevelThenDistance } from "./by-level.ts"

/** Where symbols come from, each clustered by itself. */
export const symbolSources = ["things", "signals"] as const
/** The layers whose symbols can be opened. */
export const openLayers = ["thing", "cluster", "signals"]
/** More stops of the Tab key than this lead nowhere; the list has them all. */
const SYMBOLS_MAX = 50

/** A symbol that stands on the map now: a thing, or a cluster of several. */
export interface MapSymbol {
  readonly id: string
  /** Of the thing; undefined for a cluster. */
  readonly key: string | undefined
  readonly cluster: number | undefined
  readonly source: (typeof symbolSources)[number]
  /** Things, or signals. */
  readonly count: number
  readonly level: Level | undefined
  readonly at: LonLat
  /** In px from the map's upper left corner. */
  readonly x: number
  readonly y: number
}

/** What is drawn and can be opened, by level, then by distance from the middle. */
export function symbolsOn(map: LibreMap): MapSymbol[] {
  const { lng, lat } = map.getCenter()
  const found = new Map(
    map.queryRenderedFeatures({ layers: openLayers }).map((feature) => {
      const symbol = toSymbol(map, feature)
      return [symbol.id, symbol]
    }),
  )
  return byLevelThenDistance([...found.values()], [lng, lat]).slice(0, SYMBOLS_MAX)
}

/** The same symbols where they stand after the map moved. */
export function placeAnew(map: LibreMap, symbols: readonly MapSymbol[]): MapSymbol[] {
  return symbols.map((symbol) => ({ ...symbol, ...placeOf(map, symbol.at) }))
}

function toSymbol(map: LibreMap, { geometry, properties, source: from }: MapGeoJSONFeature): MapSymbol {
  const at = (geometry as Extract<typeof geometry, { type: "Point" }>).coordinates as LonLat
  const cluster = typeof properties["cluster_id"] === "number" ? properties["cluster_id"] : undefined
  const key = cluster === undefined ? String(properties["key"]) : undefined
  const source = symbolSources.find((name) => name === from) ?? "things"
  return {
    id: key ?? `${source}-${cluster}`,
    key,
    cluster,
    source,
    count: Number((source === "signals" ? properties["count"] : properties["point_count"]) ?? 1),
    level: levels[Number(properties["rank"]) - 1],
    at,
    ...placeOf(map, at),
  }
}

function placeOf(map: LibreMap, [lon, lat]: LonLat): { x: number; y: number } {
  const { x, y } = map.project([lon, lat])
  return { x: Math.round(x), y: Math.round(y) }
}
