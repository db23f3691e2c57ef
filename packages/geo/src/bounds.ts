import type { LonLat } from "./lon-lat.ts"

type Point = readonly [number, number]

/** West, south, east, north, or the same on a plane: the smallest x, smallest y, largest x, largest y. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

/** The smallest box around all points. Of no points it is a box that holds nothing and touches nothing. */
export function boundsOf(points: Iterable<Point>): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}

/** The box itself as a closed ring, from its south-western corner to the east. */
export function boxRing([west, south, east, north]: Bounds): LonLat[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
}

export function boundsMeet(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

export function boundsHold([west, south, east, north]: Bounds, [x, y]: Point): boolean {
  return west <= x && x <= east && south <= y && y <= north
}
