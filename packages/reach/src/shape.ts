import { circleRing, type LonLat, type MultiPolygon, type Polygon, unroll } from "@holdfast/geo"
import { Stencil } from "./stencil.ts"

/** What a warning says where it applies: polygons on the Earth, closed, with holes, across the date line too; and circles. */
export interface ReachArea {
  readonly polygons: MultiPolygon
  readonly circles: readonly ReachCircle[]
}

/** As CAP has it. */
export interface ReachCircle {
  readonly center: LonLat
  readonly radiusKm: number
}

/**
 * The areas of a warning as polygons of one plane: what is asked of us and of PostGIS alike. Circles become rings (`circleRing`), and
 * what crosses the date line stands on both of its sides (`unroll`). A place is touched when any of them intersects it; where they
 * overlap, everybody counts once.
 */
export function planarPolygons(areas: readonly ReachArea[]): Polygon[] {
  return areas.flatMap(({ polygons, circles }) => [
    ...polygons.flatMap((polygon) => unroll(polygon)),
    ...circles.flatMap(({ center, radiusKm }) => unroll([circleRing(center, radiusKm * 1000)])),
  ])
}

/** Planar polygons, ready to be asked. */
export function stencilsOf(polygons: readonly Polygon[]): Stencil[] {
  return polygons.filter(([outer]) => outer && outer.length > 1).map((polygon) => new Stencil(polygon))
}
