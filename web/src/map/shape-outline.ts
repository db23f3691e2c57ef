import type { LonLat, ShapeGeometry, Warning } from "@holdfast/contracts"

type Rings = readonly (readonly (readonly LonLat[])[])[]

/** A drawn area of a warning as the map shows it. */
export interface MapShape {
  readonly level: Warning["level"]
  readonly form: "in-force" | "draft"
  readonly outline: Rings
}

/** Enough that a circle looks round at any zoom. */
const SIDES = 96
const KM_PER_DEGREE = 111.195

/** Coordinates of a GeoJSON MultiPolygon; a circle as a ring, good to a part in a thousand within 200 km. */
export function shapeOutline(geometry: ShapeGeometry): Rings {
  if (geometry.type === "MultiPolygon") return geometry.coordinates
  const [lon, lat] = geometry.center
  const ring = Array.from({ length: SIDES + 1 }, (_, i): LonLat => {
    const angle = ((i % SIDES) / SIDES) * 2 * Math.PI
    const north = lat + (geometry.radiusKm * Math.sin(angle)) / KM_PER_DEGREE
    const perLon = KM_PER_DEGREE * Math.cos((north * Math.PI) / 180)
    return [lon + (geometry.radiusKm * Math.cos(angle)) / perLon, north]
  })
  return [[ring]]
}

/** West, south, east, north. */
export function boundsOfShape(geometry: ShapeGeometry): [number, number, number, number] {
  const positions = shapeOutline(geometry).flat(2)
  const [lons, lats] = [positions.map(([lon]) => lon), positions.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

export function shapesOf(warnings: readonly Pick<Warning, "level" | "shapes">[], form: MapShape["form"]): MapShape[] {
  return warnings.flatMap(({ level, shapes }) => shapes.map(({ geometry }) => ({ level, form, outline: shapeOutline(geometry) })))
}
