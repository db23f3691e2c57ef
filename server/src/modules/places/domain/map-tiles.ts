import type { Site } from "@holdfast/contracts"
import {
  type Bounds,
  boundsMeet,
  boundsOf,
  encodeVectorTile,
  type LonLat,
  type Tile,
  type TileFeature,
  type TileGeometry,
  tileBounds,
} from "@holdfast/geo"
import type { AreaTree, AreaWithShape } from "./area-tree.ts"
import type { BaseFeature } from "./base-map.ts"

export const TILE_ZOOM_MAX = 16
/** From which zoom on a part of the map is worth its bytes. */
const zoomFrom: Readonly<Record<string, number>> = {
  minor: 12,
  main: 9,
  brook: 10,
  street: 10,
  "label street": 11,
  site: 12,
  "site business": 14,
}
/** A share of a tile's width that is drawn beyond its edge. */
const MARGIN = 1 / 16

interface Drawn extends TileFeature {
  readonly layer: string
  readonly bounds: Bounds
  readonly zoomFrom: number
}

/** The order in which layers stand in a tile, bottom first. */
const order = ["land", "built", "park", "water", "road", "rail", "street", "district", "label", "site"]

/** Everything that can be drawn, taken apart into small pieces with their boxes, and cut to tiles on demand. */
export class MapTiles {
  readonly #drawn: readonly Drawn[]

  constructor(parts: { tree: AreaTree; sites: readonly Site[]; base: readonly BaseFeature[] }) {
    this.#drawn = [
      ...parts.base.flatMap(drawFeature),
      ...parts.tree.list("city").flatMap((area) => drawArea("land", area)),
      ...parts.tree.list("street").flatMap((area) => drawArea("street", area)),
      ...parts.tree.list("district").flatMap((area) => drawArea("district", area)),
      ...[...parts.tree.list("district"), ...parts.tree.list("street")].map(drawLabel),
      ...parts.sites.map(drawSite),
    ]
  }

  encode(tile: Tile): Uint8Array {
    const [west, south, east, north] = tileBounds(tile)
    const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN]
    const box: Bounds = [west - dx, south - dy, east + dx, north + dy]
    const layers: Record<string, TileFeature[]> = Object.fromEntries(order.map((name) => [name, []]))
    for (const item of this.#drawn) if (tile.z >= item.zoomFrom && boundsMeet(item.bounds, box)) layers[item.layer]!.push(item)
    return encodeVectorTile(tile, layers)
  }
}

function drawFeature({ layer, kind, name, geometry }: BaseFeature): Drawn[] {
  const names = name ? { "name:zh": name["zh-CN"], "name:en": name.en } : undefined
  const properties = { [layer === "road" ? "class" : "kind"]: kind, ...names }
  const from = zoomFrom[kind] ?? 0
  switch (geometry.type) {
    case "Point":
      return [drawn(layer, { type: "point", points: [geometry.coordinates] }, properties, from)]
    case "MultiLineString":
      return geometry.coordinates.map((line) => drawn(layer, { type: "line", lines: [line] }, properties, from))
    case "MultiPolygon":
      return geometry.coordinates.map((polygon) => drawn(layer, { type: "polygon", polygons: [polygon] }, properties, from))
  }
}

function drawArea(layer: string, { id, name, shape }: AreaWithShape): Drawn[] {
  const properties = { id, "name:zh": name["zh-CN"], "name:en": name.en }
  return [drawn(layer, { type: "polygon", polygons: shape }, properties, zoomFrom[layer] ?? 0)]
}

/** A name has a point of its own, or each tile that an area reaches into would write it once more. */
function drawLabel({ id, kind, name, center }: AreaWithShape): Drawn {
  const properties = { id, kind, "name:zh": name["zh-CN"], "name:en": name.en }
  return drawn("label", { type: "point", points: [center] }, properties, zoomFrom[`label ${kind}`] ?? 0)
}

function drawSite({ id, kind, name, at }: Site): Drawn {
  const properties = { id, kind, "name:zh": name["zh-CN"], "name:en": name.en }
  return drawn("site", { type: "point", points: [at] }, properties, zoomFrom[`site ${kind}`] ?? zoomFrom["site"]!)
}

function drawn(layer: string, geometry: TileGeometry, properties: TileFeature["properties"], from: number): Drawn {
  return { layer, geometry, properties, zoomFrom: from, bounds: boundsOf(pointsOf(geometry)) }
}

function pointsOf(geometry: TileGeometry): readonly LonLat[] {
  if (geometry.type === "point") return geometry.points
  return geometry.type === "line" ? geometry.lines.flat() : geometry.polygons.flatMap(([outer]) => outer ?? [])
}
