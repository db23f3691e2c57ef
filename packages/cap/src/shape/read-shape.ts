import type { CapCircle } from "../model.ts"
import { XmlSource } from "../xml/xml-source.ts"
import { DecimalReader, exactly } from "./decimal.ts"

/** A ring as it stands, closed or not; longitude first. */
export type Ring = [lon: number, lat: number][]
const COMMA = 44

/**
 * Reads a polygon of CAP, latitude first, from a part of a document with a tag behind it; a reason in English for one that cannot be
 * read. One loop over the bytes: most of a large message is positions. Each number ends at the < of that tag at the latest.
 */
export function readRing(source: XmlSource, from: number, to: number): Ring | string {
  const { bytes } = source
  const ring: Ring = []
  let at = from
  for (;;) {
    let code = bytes[at]!
    while (code <= 32) code = bytes[(at += 1)]!
    if (at >= to) break
    const begin = at
    let lat = Number.NaN
    for (;;) {
      const start = at
      const isNegative = code === 45
      if (isNegative || code === 43) code = bytes[(at += 1)]!
      let mantissa = 0
      let digits = 0
      let decimals = 0
      for (; code >= 48 && code <= 57; digits += 1) {
        mantissa = mantissa * 10 + code - 48
        code = bytes[(at += 1)]!
      }
      if (code === 46) {
        code = bytes[(at += 1)]!
        for (; code >= 48 && code <= 57; decimals += 1) {
          mantissa = mantissa * 10 + code - 48
          code = bytes[(at += 1)]!
        }
      }
      if (digits + decimals === 0) return notPosition(source.slice(begin, to))
      const value = exactly(mantissa, decimals, digits, isNegative) ?? Number(source.latin.slice(start, at))
      if (code === COMMA && Number.isNaN(lat)) {
        lat = value
        code = bytes[(at += 1)]!
        continue
      }
      if ((code > 32 && at < to) || !(lat >= -90 && lat <= 90 && value >= -180 && value <= 180))
        return notPosition(source.slice(begin, to))
      ring.push([value, lat])
      break
    }
  }
  const first = ring[0]
  const last = ring.at(-1)
  const isClosed = first && last && first[0] === last[0] && first[1] === last[1]
  if (ring.length < (isClosed ? 4 : 3)) return `${ring.length} positions`
  return ring
}

/** As `readRing`, of a text that stands nowhere in one piece. */
export function readRingOf(text: string): Ring | string {
  const source = XmlSource.of(`${text}<`)
  return readRing(source, 0, source.bytes.length - 1)
}

function notPosition(text: string): string {
  return text.slice(0, 40).trim().split(/\s/)[0]!
}

/** Reads a circle of CAP: `latitude,longitude radius`; undefined for what is none. */
export function readCircle(text: string): CapCircle | undefined {
  const reader = new DecimalReader(text, 0, text.length)
  const lat = reader.next()
  if (reader.peek() !== COMMA) return undefined
  reader.at += 1
  const lon = reader.next()
  const before = reader.at
  if (reader.skip() || reader.at === before) return undefined
  const radiusKm = reader.next()
  const isOnEarth = lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 && radiusKm >= 0 && radiusKm <= 20_100
  return reader.at === text.length && isOnEarth ? { center: [lon, lat], radiusKm } : undefined
}
