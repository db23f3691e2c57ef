import { assert } from "@holdfast/kernel"
import { pointInPolygon } from "./point-in-polygon.ts"
import { doubleArea } from "./polygon-area.ts"

type Point = readonly [number, number]

/**
 * The outline of many faces of one mesh: edges that two of them share fall away, the rest are joined to rings. Faces are
 * counter-clockwise loops of vertex numbers, not closed. Exact: no coordinate is computed, so outlines of neighbouring groups
 * share their edges.
 *
 * @returns polygons of vertex numbers: an outer loop, then its holes
 */
export function dissolve(faces: readonly (readonly number[])[], positions: readonly Point[]): number[][][] {
  const outgoing = new Map<number, number[]>()
  const edges = new Set<number>()
  const key = (from: number, to: number) => from * positions.length + to
  for (const face of faces) for (const [i, from] of face.entries()) edges.add(key(from, face[(i + 1) % face.length]!))
  for (const face of faces) {
    for (const [i, from] of face.entries()) {
      const to = face[(i + 1) % face.length]!
      if (edges.has(key(to, from))) continue
      const known = outgoing.get(from)
      if (known) known.push(to)
      else outgoing.set(from, [to])
    }
  }
  const loops: number[][] = []
  for (const start of outgoing.keys()) {
    while (outgoing.get(start)?.length) loops.push(walk(start, outgoing))
  }
  return nest(loops, positions)
}

function walk(start: number, outgoing: Map<number, number[]>): number[] {
  const loop: number[] = []
  let at = start
  do {
    loop.push(at)
    const next = outgoing.get(at)?.pop()
    assert(next !== undefined, "the outline of a group of faces is closed")
    at = next
  } while (at !== start)
  return loop
}

function nest(loops: readonly number[][], positions: readonly Point[]): number[][][] {
  const ring = (loop: readonly number[]) => [...loop, loop[0]!].map((vertex) => positions[vertex]!)
  const outer = loops.filter((loop) => doubleArea(ring(loop)) > 0).map((loop) => [loop])
  for (const hole of loops.filter((loop) => doubleArea(ring(loop)) < 0)) {
    const [a, b] = [positions[hole[0]!]!, positions[hole[1]!]!]
    const owner = outer.find(([loop]) => pointInPolygon([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], [ring(loop!)]))
    if (owner) owner.push(hole)
  }
  return outer
}
