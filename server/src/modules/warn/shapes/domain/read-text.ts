import type { LonLat, MultiPolygon } from "@holdfast/geo"
import { areasErrors } from "../errors.ts"

/** One shape as it was given, in its own coordinate system; not looked into. */
export interface GivenShape {
  /** Where it stood, for a message: the number of the feature. */
  readonly field: string
  readonly name: string | undefined
  readonly polygons: MultiPolygon
}

/** Deeper than any geometry collection of the field. */
const DEPTH_MAX = 4
const SHOWN_MAX = 60
const WELL_KNOWN =
  /^(?:SRID=\d+;)?\s*((?:MULTI)?(?:POLYGON|POINT|LINESTRING|CURVE|SURFACE)|GEOMETRYCOLLECTION|GEOMETRY|CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|POLYHEDRALSURFACE|TRIANGLE|TIN)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)/i
const NUMBER = /[+-]?\d{1,4}(?:\.\d{1,20})?/g

/**
 * Polygons of a text: GeoJSON of any kind, well-known text of one polygon or several, or positions one after the other, which make one
 * ring. Lines and points are left out; other well-known text is refused. Throws `AREAS_UNREADABLE` and `AREAS_NO_POLYGON`.
 */
export function readText(text: string, { latitudeFirst = false }: { readonly latitudeFirst?: boolean } = {}): GivenShape[] {
  const trimmed = text.replace(/^\uFEFF/, "").trim()
  const shapes = trimmed.startsWith("{")
    ? readGeoJson(trimmed)
    : (readWellKnown(trimmed) ?? readPositions(trimmed, latitudeFirst))
  if (shapes.length === 0) throw areasErrors.NO_POLYGON({ value: shown(trimmed) })
  return shapes
}

function readGeoJson(text: string): GivenShape[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw areasErrors.UNREADABLE({ value: shown(text), reason: error instanceof Error ? error.message : "" })
  }
  const features = isRecord(parsed) && Array.isArray(parsed["features"]) ? (parsed["features"] as unknown[]) : [parsed]
  return features.flatMap((feature, i) => {
    const geometry = isRecord(feature) && feature["type"] === "Feature" ? feature["geometry"] : feature
    const polygons = polygonsOf(geometry, DEPTH_MAX)
    return polygons.length > 0 ? [{ field: `features[${i}]`, name: nameOf(feature), polygons }] : []
  })
}

function polygonsOf(geometry: unknown, depth: number): MultiPolygon {
  if (!isRecord(geometry) || depth === 0) return []
  if (geometry["type"] === "Polygon") return [polygonOf(geometry["coordinates"])]
  if (geometry["type"] === "MultiPolygon") return listOf(geometry["coordinates"]).map(polygonOf)
  return geometry["type"] === "GeometryCollection"
    ? listOf(geometry["geometries"]).flatMap((one) => polygonsOf(one, depth - 1))
    : []
}

const polygonOf = (rings: unknown): LonLat[][] => listOf(rings).map((ring) => listOf(ring).map(positionOf))

/** Whether it is one is asked of all forms alike, later: what is no number becomes none here. */
function positionOf(position: unknown): LonLat {
  const [lon, lat] = listOf(position)
  return [typeof lon === "number" ? lon : Number.NaN, typeof lat === "number" ? lat : Number.NaN]
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw areasErrors.UNREADABLE({ value: shown(JSON.stringify(value) ?? ""), reason: "coordinates" })
  return value
}

function nameOf(feature: unknown): string | undefined {
  const properties = isRecord(feature) ? feature["properties"] : undefined
  if (!isRecord(properties)) return undefined
  const name = ["name", "Name", "NAME", "名称"].map((key) => properties[key]).find((value) => typeof value === "string")
  return typeof name === "string" && name.trim() !== "" ? name.trim() : undefined
}

/** Undefined for what is not well-known text. */
function readWellKnown(text: string): GivenShape[] | undefined {
  const kind = WELL_KNOWN.exec(text)?.[1]?.toUpperCase()
  if (kind === undefined) return undefined
  if (/POINT|STRING/.test(kind)) throw areasErrors.NO_POLYGON({ value: shown(text) })
  if (!kind.endsWith("POLYGON") || kind.startsWith("CURVE")) throw areasErrors.UNREADABLE({ value: shown(text), reason: kind })
  const body = /\(.*\)/s.exec(text)?.[0] ?? ""
  const isMany = kind.startsWith("MULTI")
  const polygons = (isMany ? body.split(/\)\s*\)\s*,/) : [body]).map((polygon) =>
    polygon.split(/\)\s*,/).map((ring) =>
      ring
        .replaceAll(/[()]/g, " ")
        .split(",")
        .map((position): LonLat => {
          const [lon, lat] = position.trim().split(/\s+/)
          return [toNumber(lon), toNumber(lat)]
        }),
    ),
  )
  return [{ field: "text", name: undefined, polygons }]
}

/**
 * One position a line, of which a height after it is left out; or numbers by twos. What stands around the numbers, such as degree signs,
 * does not matter. Throws `AREAS_UNREADABLE` where half a position stands among whole ones: without it the area would be another one.
 */
function readPositions(text: string, latitudeFirst: boolean): GivenShape[] {
  const given = text.split(/[\n\r;\uff1b]/)
  const lines = given.map((line) => Array.from(line.matchAll(NUMBER), ([number]) => Number(number)))
  const half = lines.findIndex((line) => line.length === 1)
  if (half >= 0 && lines.some((line) => line.length >= 2))
    throw areasErrors.UNREADABLE({ value: shown(given[half]!.trim()), reason: "lon, lat" })
  const whole = lines.filter((line) => line.length >= 2)
  const all = lines.flat()
  const pairs =
    whole.length >= 3
      ? whole.map(([first, second]) => [first!, second!] as const)
      : all.slice(0, all.length / 2).map((_, i) => [all[2 * i]!, all[2 * i + 1]!] as const)
  const ring = pairs.map(([first, second]): LonLat => (latitudeFirst ? [second, first] : [first, second]))
  return ring.length >= 3 && (whole.length >= 3 || all.length % 2 === 0)
    ? [{ field: "text", name: undefined, polygons: [[ring]] }]
    : []
}

const toNumber = (text: string | undefined) => (text === undefined || text === "" ? Number.NaN : Number(text))

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function shown(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
