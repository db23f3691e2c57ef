import type { ShapeGeometry } from "@holdfast/contracts"
import { circleRing, type MultiPolygon } from "@holdfast/geo"

/** A shape as polygons; a circle as a ring around it. */
export function outlineOf(geometry: ShapeGeometry): MultiPolygon {
  if (geometry.type === "MultiPolygon") return geometry.coordinates
  return [[circleRing(geometry.center, geometry.radiusKm * 1000)]]
}
