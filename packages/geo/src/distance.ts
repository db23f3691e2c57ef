import type { LonLat } from "./lon-lat.ts"

/** Mean radius of the Earth, IUGG. */
const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180

/** Metres along the great circle (haversine). Off by at most 0.6 % against the ellipsoid. */
export function distanceM(from: LonLat, to: LonLat): number {
  const dLat = (to[1] - from[1]) * RADIANS
  const dLon = (to[0] - from[0]) * RADIANS
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(from[1] * RADIANS) * Math.cos(to[1] * RADIANS) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}
