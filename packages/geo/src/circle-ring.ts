import type { LonLat, Ring } from "./lon-lat.ts"

const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180
const SIDES = 72
/** A quarter of the way around the Earth; what is wider is no circle on a map any more. */
const RADIUS_MAX_M = 10_000_000
/** A circle of no width is still somewhere: so wide that its corners differ. */
const RADIUS_MIN_M = 1
/**
 * The middle of a side of a 72-gon is 0.1 % nearer than its corners. Sides that are straight in degrees bend away from great circles
 * by as much again, for circles of up to 1,000 km within 70° of the equator.
 */
const OUTSIDE = 1.002

/**
 * A circle as a closed ring of 72 sides, counter-clockwise, from the point in the east. It lies around the circle, at most 0.4 % wider,
 * so that nobody inside the circle is outside the ring. Longitudes are within ±180, so a ring across the date line jumps there.
 *
 * @param radiusM on the sphere of mean radius; below 1 m and above 10,000 km it is taken as these
 */
export function circleRing(center: LonLat, radiusM: number): Ring {
  const angle = (OUTSIDE * Math.min(RADIUS_MAX_M, Math.max(RADIUS_MIN_M, radiusM))) / EARTH_RADIUS_M
  const corners = Array.from({ length: SIDES }, (_, i) => atBearing(center, angle, Math.PI / 2 - (i * 2 * Math.PI) / SIDES))
  return [...corners, corners[0]!]
}

/** Where one comes out who goes so far in a direction, clockwise from north. All angles but the positions in radians. */
function atBearing([lon, lat]: LonLat, angle: number, bearing: number): LonLat {
  const south = lat * RADIANS
  const sine = Math.sin(south) * Math.cos(angle) + Math.cos(south) * Math.sin(angle) * Math.cos(bearing)
  const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(south), Math.cos(angle) - Math.sin(south) * sine)
  const turned = lon + east / RADIANS
  return [
    turned > 180 ? turned - 360 : turned < -180 ? turned + 360 : turned,
    Math.asin(Math.max(-1, Math.min(1, sine))) / RADIANS,
  ]
}
