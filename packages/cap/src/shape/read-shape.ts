import type { CapCircle } from "../model.ts"
import { DecimalReader, exactly } from "./decimal.ts"

/** A ring as it stands, closed or not; longitude first. */
export type Ring = [lon: number, lat: number][]
const COMMA = 44
/** Stands for the end of the text. */
const END = -1

/**
 * Reads a polygon of CAP, latitude first, from a part of a text; a reason in English for one that cannot be read. One loop over the
 * characters: most of a large message is positions.
 */
export function readRing(text: string, from: number, to: number): Ring | string {
  const ring: Ring = []
  let at = from
  for (;;) {
    let code = at < to ? text.charCodeAt(at) : END
    while (code <= 32 && code !== END) code = (at += 1) < to ? text.charCodeAt(at) : END
    if (code === END) break
    const begin = at
    let lat = Number.NaN
    for (;;) {
      const start = at
      const isNegative = code === 45
      if (isNegative || code === 43) code = (at += 1) < to ? text.charCodeAt(at) : END
      let mantissa = 0
      let digits = 0
      let decimals = 0
      for (; code >= 48 && code <= 57; digits += 1) {
        mantissa = mantissa * 10 + code - 48
        code = (at += 1) < to ? text.charCodeAt(at) : END
      }
      if (code === 46) {
        code = (at += 1) < to ? text.charCodeAt(at) : END
        for (; code >= 48 && code <= 57; decimals += 1) {
          mantissa = mantissa * 10 + code - 48
          code = (at += 1) < to ? text.charCodeAt(at) : END
        }
      }
      if (digits + decimals === 0) return notPosition(text, begin, to)
      const value = exactly(mantissa, decimals, digits, isNegative) ?? Number(text.slice(start, at))
      if (code === COMMA && Number.isNaN(lat)) {
        lat = value
        code = (at += 1) < to ? text.charCodeAt(at) : END
        continue
      }
      if (code > 32 || !(lat >= -90 && lat <= 90 && value >= -180 && value <= 180)) return notPosition(text, begin, to)
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

function notPosition(text: string, begin: number, to: number): string {
  return text
    .slice(begin, Math.min(to, begin + 40))
    .trim()
    .split(/\s/)[0]!
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
