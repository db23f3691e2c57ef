import { clipLine, clipRing } from "./clip.ts"
import type { LonLat } from "./lon-lat.ts"
import { type Tile, toMercator } from "./mercator.ts"
import { doubleArea } from "./polygon-area.ts"
import { ProtobufWriter } from "./protobuf.ts"
import { simplifyLine, simplifyRing } from "./simplify.ts"

/** Steps across a tile. */
const EXTENT = 4096
/** What is drawn beyond the edge, so that lines and outlines do not end there. */
const BUFFER = 128
/** A sixteenth of a screen pixel per step, so this is an eighth of a pixel at the most. */
const TOLERANCE = 2

export type TileGeometry =
  | { readonly type: "point"; readonly points: readonly LonLat[] }
  | { readonly type: "line"; readonly lines: readonly (readonly LonLat[])[] }
  | { readonly type: "polygon"; readonly polygons: readonly (readonly (readonly LonLat[])[])[] }

export interface TileFeature {
  readonly geometry: TileGeometry
  readonly properties: Readonly<Record<string, string | number>>
}

type Step = readonly [number, number]
const typeNumbers = { point: 1, line: 2, polygon: 3 } as const

/**
 * A Mapbox Vector Tile 2.1 of named layers, clipped to the tile and thinned to its resolution. Features of which nothing is left
 * are dropped, and layers without features too.
 */
export function encodeVectorTile(tile: Tile, layers: Readonly<Record<string, readonly TileFeature[]>>): Uint8Array {
  const writer = new ProtobufWriter()
  for (const [name, features] of Object.entries(layers)) {
    const layer = encodeLayer(tile, name, features)
    if (layer) writer.bytes(3, layer)
  }
  return writer.finish()
}

function encodeLayer(tile: Tile, name: string, features: readonly TileFeature[]): Uint8Array | undefined {
  const keys = new Map<string, number>()
  const values = new Map<string | number, number>()
  const number = <T>(known: Map<T, number>, item: T) => {
    const found = known.get(item) ?? known.size
    known.set(item, found)
    return found
  }
  const writer = new ProtobufWriter().varint(15, 2).string(1, name)
  let count = 0
  for (const { geometry, properties } of features) {
    const commands = encodeGeometry(tile, geometry)
    if (commands.length === 0) continue
    const tags = Object.entries(properties).flatMap(([key, value]) => [number(keys, key), number(values, value)])
    writer.bytes(2, new ProtobufWriter().packed(2, tags).varint(3, typeNumbers[geometry.type]).packed(4, commands).finish())
    count += 1
  }
  for (const key of keys.keys()) writer.string(3, key)
  for (const value of values.keys()) writer.bytes(4, encodeValue(value))
  return count > 0 ? writer.varint(5, EXTENT).finish() : undefined
}

function encodeValue(value: string | number): Uint8Array {
  const writer = new ProtobufWriter()
  if (typeof value === "string") return writer.string(1, value).finish()
  return (Number.isSafeInteger(value) && value >= 0 ? writer.varint(5, value) : writer.double(3, value)).finish()
}

function encodeGeometry(tile: Tile, geometry: TileGeometry): number[] {
  const scale = 2 ** tile.z
  const project = (at: LonLat): Step => {
    const [x, y] = toMercator(at)
    return [(x * scale - tile.x) * EXTENT, (y * scale - tile.y) * EXTENT]
  }
  const box = [-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER] as const
  const pen = new Pen()
  switch (geometry.type) {
    case "point": {
      const steps = geometry.points.map(project).filter(([x, y]) => x >= box[0] && y >= box[1] && x < box[2] && y < box[3])
      pen.points(steps)
      break
    }
    case "line":
      for (const line of geometry.lines)
        for (const part of clipLine(line.map(project), box)) pen.line(simplifyLine(part, TOLERANCE))
      break
    case "polygon":
      for (const rings of geometry.polygons) {
        for (const [i, ring] of rings.entries()) {
          const kept = simplifyRing(clipRing(ring.map(project), box), TOLERANCE)
          const drawn = kept ? pen.ring(kept, i === 0) : false
          if (i === 0 && !drawn) break
        }
      }
  }
  return pen.commands
}

/** Draws with the command integers of the specification, section 4.3, relative to where the last one ended. */
class Pen {
  readonly commands: number[] = []
  #x = 0
  #y = 0

  points(steps: readonly Step[]): void {
    if (steps.length === 0) return
    this.commands.push(command(1, steps.length))
    for (const step of steps) this.#go(rounded(step))
  }
  line(steps: readonly Step[]): void {
    const path = distinct(steps)
    if (path.length < 2) return
    this.#path(path)
  }
  /** An outer ring runs with positive area where y grows downwards, a hole against it (section 4.3.4.4). */
  ring(steps: readonly Step[], outer: boolean): boolean {
    const path = distinct(steps)
    if (path.length > 1 && path[0]![0] === path.at(-1)![0] && path[0]![1] === path.at(-1)![1]) path.pop()
    const area = doubleArea(path)
    if (path.length < 3 || area === 0) return false
    this.#path(area > 0 === outer ? path : path.toReversed())
    this.commands.push(command(7, 1))
    return true
  }

  #path(path: readonly Step[]): void {
    this.commands.push(command(1, 1))
    this.#go(path[0]!)
    this.commands.push(command(2, path.length - 1))
    for (const step of path.slice(1)) this.#go(step)
  }
  #go([x, y]: Step): void {
    this.commands.push(zigzag(x - this.#x), zigzag(y - this.#y))
    this.#x = x
    this.#y = y
  }
}

function distinct(steps: readonly Step[]): Step[] {
  const whole = steps.map(rounded)
  return whole.filter((step, i) => i === 0 || step[0] !== whole[i - 1]![0] || step[1] !== whole[i - 1]![1])
}
const rounded = ([x, y]: Step): Step => [Math.round(x), Math.round(y)]
const command = (id: number, count: number) => (id & 7) | (count << 3)
const zigzag = (value: number) => ((value << 1) ^ (value >> 31)) >>> 0
