import { type BoxTree, boundsOf, boxTree, type MultiPolygon } from "@holdfast/geo"
import { BORDER, edgesOf, INSIDE, OUTSIDE, whereAmong } from "./edges.ts"
import type { Stencil } from "./stencil.ts"
import { walkTree } from "./walk-tree.ts"

/** An area that people can subscribe to: valid polygons of a plane, longitude by latitude. */
export interface PublishedArea {
  readonly id: string
  readonly shape: MultiPolygon
}

/**
 * Published areas that do not change, in the order of a tree: an area is known by its place in that order. Says which of them a shape
 * touches, exactly as `ST_Intersects` says it of the same polygons.
 */
export class AreaIndex {
  /** Ids by place. */
  readonly ids: readonly string[]
  readonly #places: ReadonlyMap<string, number>
  readonly #tree: BoxTree
  /** Four numbers for each place. */
  readonly #boxes: Float64Array
  /** The edges of all areas; those of one place from `#edgeStart[place]`. */
  readonly #edges: Float64Array
  readonly #edgeStart: Uint32Array
  /** One position of each ring; those of one place from `#ringStart[place]`. */
  readonly #starts: Float64Array
  readonly #ringStart: Uint32Array

  constructor(areas: readonly PublishedArea[]) {
    const boxes = new Float64Array(areas.length * 4)
    for (const [i, { shape }] of areas.entries()) boxes.set(boundsOf(shape.flat(2)), i * 4)
    this.#tree = boxTree(boxes)
    const placed = Array.from(this.#tree.order, (i) => areas[i]!)
    this.ids = placed.map(({ id }) => id)
    this.#places = new Map(this.ids.map((id, place) => [id, place]))
    this.#boxes = new Float64Array(boxes.length)
    for (const [place, i] of this.#tree.order.entries()) this.#boxes.set(boxes.subarray(i * 4, i * 4 + 4), place * 4)
    const rings = placed.map(({ shape }) => shape.flat().filter((ring) => ring.length > 1))
    const edges = rings.map(edgesOf)
    this.#edgeStart = runningSum(edges.map((list) => list.length))
    this.#edges = new Float64Array(this.#edgeStart.at(-1)!)
    for (const [place, list] of edges.entries()) this.#edges.set(list, this.#edgeStart[place])
    this.#ringStart = runningSum(rings.map((list) => list.length * 2))
    this.#starts = Float64Array.from(rings.flatMap((list) => list.flatMap((ring) => [...ring[0]!])))
  }

  /** The place of an area; undefined for an id that is none. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id)
  }

  /** The places of all areas that share a point with any of the stencils, a touching border included; rising. */
  find(stencils: readonly Stencil[]): Uint32Array {
    const found = new Uint32Array(this.ids.length)
    let count = 0
    walkTree(this.#tree, stencils, {
      inside: (from, to) => {
        for (let place = from; place < to; place += 1) found[count++] = place
      },
      near: (from, to, near) => {
        for (let place = from; place < to; place += 1)
          if (near.some((stencil) => this.#touches(place, stencil))) found[count++] = place
      },
    })
    return found.slice(0, count)
  }

  #touches(place: number, stencil: Stencil): boolean {
    const at = place * 4
    const where = stencil.boxAt(this.#boxes[at]!, this.#boxes[at + 1]!, this.#boxes[at + 2]!, this.#boxes[at + 3]!)
    if (where !== BORDER) return where === INSIDE
    // A ring that does not meet the other's border is all inside it or all outside, so one position of each tells; the edges between.
    for (let i = this.#ringStart[place]!; i < this.#ringStart[place + 1]!; i += 2)
      if (stencil.pointAt(this.#starts[i]!, this.#starts[i + 1]!) !== OUTSIDE) return true
    const edges = this.#edges
    for (let i = this.#edgeStart[place]!; i < this.#edgeStart[place + 1]!; i += 4)
      if (stencil.crosses(edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!)) return true
    return stencil.starts.some(([x, y]) => this.#holds(place, x, y))
  }

  /** By the even-odd rule over all rings; a point on the border is held. */
  #holds(place: number, x: number, y: number): boolean {
    const at = place * 4
    if (x < this.#boxes[at]! || y < this.#boxes[at + 1]! || x > this.#boxes[at + 2]! || y > this.#boxes[at + 3]!) return false
    return whereAmong(this.#edges, this.#edgeStart[place]!, this.#edgeStart[place + 1]!, x, y) !== OUTSIDE
  }
}

/** Where each part begins, and in the end where the last one ends. */
function runningSum(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1)
  for (const [i, length] of lengths.entries()) starts[i + 1] = starts[i]! + length
  return starts
}
