import { RADIUS_KM_MAX, type ShapeSystem } from "@holdfast/contracts"
import {
  type Bounds,
  boundsMeet,
  boundsOf,
  countCrossings,
  distanceM,
  type LonLat,
  type MultiPolygon,
  type Ring,
  toWgs84,
} from "@holdfast/geo"
import { areasErrors } from "../errors.ts"

/** What is read and mended of one shape; the result has fewer. */
export const GIVEN_POSITIONS_MAX = 10_000
/** A hand that slips crosses once or twice. Mending takes time for each crossing. */
const CROSSINGS_MAX = 1_000
/** Nothing that a city warns of is wider. */
const WIDTH_KM_MAX = 2 * RADIUS_KM_MAX

/** Shapes where they belong: in WGS 84, rings closed, each number one that can be. */
export interface PlacedShape {
  readonly polygons: MultiPolygon
  /** By how much the coordinate system moved it. */
  readonly movedM: number
  /** Whether it crosses itself: then it has to be mended. */
  readonly crosses: boolean
}

/**
 * Takes a shape into WGS 84 and looks whether it can be meant.
 *
 * @param city box of the whole city
 * @param field where it stood, for a message
 */
export function placeShape(
  polygons: MultiPolygon,
  { system, city, field }: { readonly system: ShapeSystem; readonly city: Bounds; readonly field: string },
): PlacedShape {
  const rings = polygons.flat()
  const count = rings.reduce((sum, ring) => sum + ring.length, 0)
  if (count > GIVEN_POSITIONS_MAX) throw areasErrors.TOO_MANY_POSITIONS({ count, limit: GIVEN_POSITIONS_MAX })
  // Without its outer ring a hole would become what was cut out.
  const sound = polygons.filter(([outer]) => outer && outer.length >= 3)
  if (sound.length === 0) throw areasErrors.NO_POLYGON({ value: `${field}: ${count}` })
  for (const position of rings.flat()) assertOnEarth(position, field)
  const datum = system === "prj" ? "wgs84" : system
  const placed = sound.map((polygon) =>
    polygon.filter((ring) => ring.length >= 3).map((ring) => closed(ring.map((position) => toWgs84(position, datum)))),
  )
  assertInCity(placed, { city, field })
  const crossings = countCrossings(placed.flat(), CROSSINGS_MAX)
  if (crossings >= CROSSINGS_MAX) throw areasErrors.TANGLED({ limit: CROSSINGS_MAX })
  const [first] = sound[0]![0]!
  return { polygons: placed, movedM: Math.round(distanceM(first!, placed[0]![0]![0]!)), crosses: crossings > 0 }
}

/** Throws where a position is none, or where what stands for it would be one the other way round. */
export function assertOnEarth([lon, lat]: LonLat, field: string): void {
  const value = `${lon}, ${lat}`
  if (Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 85) return
  if (Math.abs(lat) <= 180 && Math.abs(lon) <= 85) throw areasErrors.SWAPPED({ field, value, turned: `${lat}, ${lon}` })
  throw areasErrors.POSITION({ field, value })
}

/** Throws when it lies nowhere near; says so when it would lie in the city the other way round. */
export function assertInCity(polygons: MultiPolygon, { city, field }: { readonly city: Bounds; readonly field: string }): void {
  const box = boundsOf(polygons.flatMap(([outer]) => outer ?? []))
  const [west, south, east, north] = box
  const widthKm = Math.round(distanceM([west, south], [east, north]) / 1000)
  const at: LonLat = [(west + east) / 2, (south + north) / 2]
  if (!boundsMeet(box, city)) {
    const value = `${at[0].toFixed(4)}, ${at[1].toFixed(4)}`
    const turned = `${at[1].toFixed(4)}, ${at[0].toFixed(4)}`
    if (boundsMeet([south, west, north, east], city)) throw areasErrors.SWAPPED({ field, value, turned })
    const middle: LonLat = [(city[0] + city[2]) / 2, (city[1] + city[3]) / 2]
    throw areasErrors.ELSEWHERE({ value, distanceKm: Math.round(distanceM(at, middle) / 1000) })
  }
  if (widthKm > WIDTH_KM_MAX) throw areasErrors.TOO_WIDE({ widthKm, limitKm: WIDTH_KM_MAX })
}

function closed(ring: Ring): Ring {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
}
