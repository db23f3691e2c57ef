import type { LonLat } from "@holdfast/contracts"
import { AppError, type Json } from "@holdfast/kernel"
import { type RawBuilder, sql } from "kysely"
import { refuse } from "../refuse.ts"
import { isObject } from "./given.ts"

/** RFC 7946; 1.0 clients send the older name. */
const GEOJSON = ["application/geo+json", "application/vnd.geo+json"] as const
/** Positions in one geometry: a catchment in detail. */
const POSITIONS_MAX = 20_000

export interface Geometry {
  readonly type: keyof typeof depths
  readonly coordinates: Json
}

const depths = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 } as const

function isGeoJson(encodingType: string): boolean {
  return (GEOJSON as readonly string[]).includes(encodingType)
}

/**
 * The geometry of a place, for searching and for what is measured there; undefined where the encoding is another. A client's own name
 * for GeoJSON, as in the bodies of the OGC suite, promises nothing, so what cannot be read there is kept and not searched.
 */
export function findGeometry(encodingType: string | undefined, field: string, given: Json): Geometry | undefined {
  if (encodingType === undefined || isGeoJson(encodingType)) return readGeometry(field, given)
  if (!/[#/]GeoJSON$/i.test(encodingType)) return undefined
  try {
    return readGeometry(field, given)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** Reads a GeoJSON geometry, or the geometry of a Feature. Throws `SENSE_MESSAGE_INVALID`. */
export function readGeometry(field: string, given: Json): Geometry {
  const geometry = isObject(given) && given["type"] === "Feature" ? given["geometry"] : given
  if (!isObject(geometry)) throw refuse(field, given, "geojson")
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown }
  if (typeof type !== "string" || !Object.hasOwn(depths, type)) {
    throw refuse(`${field}/type`, type, "one-of", { known: Object.keys(depths).join(", ") })
  }
  const known = type as keyof typeof depths
  let positions = 0
  check(coordinates, depths[known], `${field}/coordinates`)
  return { type: known, coordinates: coordinates as Json }

  function check(value: unknown, depth: number, at: string): void {
    if (!Array.isArray(value)) throw refuse(at, value, "list")
    if (depth === 0) {
      positions += 1
      if (positions > POSITIONS_MAX) throw refuse(field, positions, "at-most-positions", { max: POSITIONS_MAX })
      const [lon, lat] = value as unknown[]
      const inside = typeof lon === "number" && typeof lat === "number" && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
      if (!inside || value.length > 3) throw refuse(at, value, "position")
      return
    }
    if (value.length === 0) throw refuse(at, value, "not-empty")
    for (const [i, inner] of value.entries()) check(inner, depth - 1, `${at}/${i}`)
  }
}

export function geometrySql(geometry: Geometry | undefined): RawBuilder<unknown> {
  return geometry ? sql`st_setsrid(st_force2d(st_geomfromgeojson(${JSON.stringify(geometry)}::text)), 4326)` : sql`null`
}

/** A point of it, for telling in which area it lies. */
export function pointOf({ type, coordinates }: Geometry): LonLat {
  let at = coordinates as Json[]
  for (let depth: number = depths[type]; depth > 0; depth -= 1) at = at[0] as Json[]
  return [at[0] as number, at[1] as number]
}
