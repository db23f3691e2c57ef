import type { Polygon, Ring } from "./lon-lat.ts"

const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180

/** Square metres on the sphere, holes taken off (Chamberlain and Duquette, 2007). The direction of the rings does not matter. */
export function polygonAreaM2([outer, ...holes]: Polygon): number {
  if (!outer) return 0
  return Math.abs(ringAreaM2(outer)) - holes.reduce((sum, hole) => sum + Math.abs(ringAreaM2(hole)), 0)
}

/** Positive when the ring runs counter-clockwise, seen with north up. */
export function ringAreaM2(ring: Ring): number {
  let sum = 0
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [lon1, lat1] = ring[i]!
    const [lon2, lat2] = ring[i + 1]!
    sum += (lon2 - lon1) * RADIANS * (2 + Math.sin(lat1 * RADIANS) + Math.sin(lat2 * RADIANS))
  }
  return (-sum * EARTH_RADIUS_M * EARTH_RADIUS_M) / 2
}

/** Twice the signed area on a plane; positive when the ring runs counter-clockwise with y up. */
export function doubleArea(ring: readonly (readonly [number, number])[]): number {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1)
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1]
  return sum
}
