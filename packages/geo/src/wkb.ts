import type { LonLat } from "./lon-lat.ts"

export type Geometry =
  | { readonly type: "Point"; readonly coordinates: LonLat }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly LonLat[])[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly LonLat[])[])[] }

const SRID_FLAG = 0x20000000
const SRID_WGS84 = 4326
const codes = { Point: 1, LineString: 2, Polygon: 3, MultiLineString: 5, MultiPolygon: 6 } as const

/** Hexadecimal EWKB with SRID 4326, little-endian: the text form in which PostGIS reads a geometry fastest. */
export function toWkbHex(geometry: Geometry): string {
  const bytes: number[] = []
  const view = new DataView(new ArrayBuffer(8))
  const put = (length: number) => {
    for (let i = 0; i < length; i += 1) bytes.push(view.getUint8(i))
  }
  const uint = (value: number) => {
    view.setUint32(0, value, true)
    put(4)
  }
  const begin = (code: number, srid = false) => {
    bytes.push(1)
    uint(srid ? code | SRID_FLAG : code)
    if (srid) uint(SRID_WGS84)
  }
  const position = (at: LonLat) => {
    for (const value of at) {
      view.setFloat64(0, value, true)
      put(8)
    }
  }
  const line = (points: readonly LonLat[]) => {
    uint(points.length)
    for (const point of points) position(point)
  }
  begin(codes[geometry.type], true)
  if (geometry.type === "Point") position(geometry.coordinates)
  else {
    uint(geometry.coordinates.length)
    for (const part of geometry.coordinates) {
      begin(geometry.type === "MultiLineString" ? codes.LineString : codes.Polygon)
      if (geometry.type === "MultiLineString") line(part as readonly LonLat[])
      else {
        uint(part.length)
        for (const ring of part as readonly (readonly LonLat[])[]) line(ring)
      }
    }
  }
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Reads what `st_asbinary` gives: little-endian WKB of the kinds above. Throws on any other kind. */
export function fromWkb(bytes: Uint8Array): Geometry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const uint = () => view.getUint32((at += 4) - 4, true)
  const double = () => view.getFloat64((at += 8) - 8, true)
  const position = (): LonLat => [double(), double()]
  const line = () => Array.from({ length: uint() }, position)
  const begin = () => {
    at += 1
    return uint()
  }
  const code = begin()
  if (code === codes.Point) return { type: "Point", coordinates: position() }
  const part = () => begin()
  if (code === codes.MultiLineString)
    return { type: "MultiLineString", coordinates: Array.from({ length: uint() }, () => (part(), line())) }
  if (code === codes.MultiPolygon) {
    const rings = () => Array.from({ length: uint() }, line)
    return { type: "MultiPolygon", coordinates: Array.from({ length: uint() }, () => (part(), rings())) }
  }
  throw new Error(`Assertion failed: geometry of kind ${code}`)
}
