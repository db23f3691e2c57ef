import { type Polygon, sideOf } from "@holdfast/geo"

/** Where a point or a box lies: all of it outside, all of it inside, on the border or not known yet. */
export const OUTSIDE = 0
export const INSIDE = 1
export const BORDER = 2
export type Where = typeof OUTSIDE | typeof INSIDE | typeof BORDER

/** The sides of all rings of a polygon, four numbers each: x and y of its start, x and y of its end. */
export function edgesOf(polygon: Polygon): Float64Array {
  const edges = new Float64Array(4 * polygon.reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0))
  let at = 0
  for (const ring of polygon) {
    for (let i = 1; i < ring.length; i += 1, at += 4) {
      edges[at] = ring[i - 1]![0]
      edges[at + 1] = ring[i - 1]![1]
      edges[at + 2] = ring[i]![0]
      edges[at + 3] = ring[i]![1]
    }
  }
  return edges
}

/** Where a point lies by the edges from `from` to `to` of a list: even-odd over all of them, and exactly `BORDER` on one. */
export function whereAmong(edges: Float64Array, from: number, to: number, x: number, y: number): Where {
  let inside = false
  for (let at = from; at < to; at += 4) {
    const where = crossing(edges, at, x, y)
    if (where === BORDER) return BORDER
    if (where === INSIDE) inside = !inside
  }
  return inside ? INSIDE : OUTSIDE
}

/**
 * What one edge means for a ray from a point to the east: `BORDER` when the point lies on the edge, `INSIDE` when the ray crosses it
 * (which turns inside into outside and back), otherwise `OUTSIDE`. An end belongs to the edge above it.
 */
function crossing(edges: Float64Array, at: number, x: number, y: number): Where {
  const x1 = edges[at]!
  const y1 = edges[at + 1]!
  const x2 = edges[at + 2]!
  const y2 = edges[at + 3]!
  if ((y < y1 && y < y2) || (y > y1 && y > y2) || (x > x1 && x > x2)) return OUTSIDE
  if (y1 === y2) return x >= x1 || x >= x2 ? BORDER : OUTSIDE
  const spans = y1 <= y !== y2 <= y
  if (x < x1 && x < x2) return spans ? INSIDE : OUTSIDE
  const side = sideOf(x1, y1, x2, y2, x, y)
  if (side === 0) return BORDER
  return spans && side > 0 === y1 > y2 ? INSIDE : OUTSIDE
}
