import type { OutsideShape } from "@holdfast/contracts"
import { type Bounds, boundsMeet, boundsOf, boxRing, distanceM, type LonLat, simplifyRing } from "@holdfast/geo"

/** Corners of one alert that are kept; a county has some hundred. */
export const CORNERS_MAX = 1_000
/** Polygons of one alert; further ones are boxed in with the last. */
const POLYGONS_MAX = 200
/** About 50 m: where simplifying begins. */
const TOLERANCE_DEGREES = 0.0005
const CIRCLE_CORNERS = 48
const KM_IN_DEGREE = 111.2

type Ring = readonly LonLat[]

/** Rings as one shape with a bounded number of corners: simplified as little as that takes, and never smaller than a box. */
export function areaShape(rings: readonly Ring[]): OutsideShape | null {
  const own =
    rings.length <= POLYGONS_MAX
      ? rings
      : [...rings.slice(0, POLYGONS_MAX - 1), boxRing(boundsOf(rings.slice(POLYGONS_MAX - 1).flat()))]
  if (own.length === 0) return null
  let kept = own
  for (let tolerance = TOLERANCE_DEGREES; count(kept) > CORNERS_MAX; tolerance *= 2) {
    kept = kept.map((ring) => simplifyRing(ring, tolerance) ?? boxRing(boundsOf(ring)))
  }
  return { type: "MultiPolygon", coordinates: kept.map((ring) => [ring.map(([lon, lat]): [number, number] => [lon, lat])]) }
}

/** A circle as a ring, drawn on a plane: an area of hundreds of kilometres is off by some of them. */
export function circleRing([lon, lat]: LonLat, radiusKm: number): LonLat[] {
  const wide = radiusKm / (KM_IN_DEGREE * Math.max(0.05, Math.cos((lat * Math.PI) / 180)))
  const ring = Array.from({ length: CIRCLE_CORNERS }, (_, i): LonLat => {
    const angle = (i / CIRCLE_CORNERS) * 2 * Math.PI
    return [clamp(lon + wide * Math.cos(angle), 180), clamp(lat + (radiusKm / KM_IN_DEGREE) * Math.sin(angle), 90)]
  })
  return [...ring, ring[0]!]
}

/** Whether a shape comes within some kilometres of a box. Asked of boxes alone, so that it says yes rather than no. */
export function isNear(shape: OutsideShape, bounds: Bounds, withinKm: number): boolean {
  const own = boundsOf(shape.type === "Point" ? [shape.coordinates] : shape.coordinates.flat(2))
  if (boundsMeet(own, bounds)) return true
  // The nearest points of two boxes that do not meet.
  const x = nearest([own[0], own[2]], [bounds[0], bounds[2]])
  const y = nearest([own[1], own[3]], [bounds[1], bounds[3]])
  return distanceM([x[0], y[0]], [x[1], y[1]]) <= withinKm * 1_000
}

function nearest([a, b]: readonly [number, number], [c, d]: readonly [number, number]): [number, number] {
  if (b < c) return [b, c]
  if (d < a) return [a, d]
  const both = Math.max(a, c)
  return [both, both]
}

const count = (rings: readonly Ring[]) => rings.reduce((sum, ring) => sum + ring.length, 0)
const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value))
