import type { LonLat, MultiPolygon, Polygon, Ring } from "./lon-lat.ts"

/** Even-odd rule, so holes are outside. A point on an edge shared by two polygons lies in exactly one of them. */
export function pointInPolygon([x, y]: LonLat, polygon: Polygon): boolean {
  let inside = false
  for (const ring of polygon) if (crossings(x, y, ring)) inside = !inside
  return inside
}

export function pointInMultiPolygon(at: LonLat, polygons: MultiPolygon): boolean {
  return polygons.some((polygon) => pointInPolygon(at, polygon))
}

/** Whether a ray to the east crosses the ring an odd number of times. */
function crossings(x: number, y: number, ring: Ring): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    // Each edge is looked at from its lower end, so that both polygons on its sides compute the very same number.
    const up = ring[i]![1] > ring[j]![1]
    const [x1, y1] = up ? ring[j]! : ring[i]!
    const [x2, y2] = up ? ring[i]! : ring[j]!
    if (y1 <= y && y < y2 && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd
  }
  return odd
}
