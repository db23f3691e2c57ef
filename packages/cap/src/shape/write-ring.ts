import type { CapPolygon } from "../model.ts"
import { latinOf } from "../xml/latin.ts"
import { decimal } from "./write-decimal.ts"

/** Two numbers, each of 25 characters at most, with a comma and a space. */
const POSITION_BYTES = 52
const MILLIONTHS_MAX = 2 ** 31
/** Where rings are put together, one after another. */
let room = new Uint8Array(16_384)
let end = 0

/**
 * A ring as CAP has it, latitude first. Digit by digit into bytes, of which one text is made at the end: a text for each number and
 * each pair takes five times as long, and positions are most of what is written.
 */
export function ringText(ring: CapPolygon): string {
  if (ring.length * POSITION_BYTES > room.length) room = new Uint8Array(ring.length * POSITION_BYTES * 2)
  end = 0
  for (let i = 0; i < ring.length; i += 1) {
    const position = ring[i]!
    if (i > 0) room[end++] = 32
    put(position[1])
    room[end++] = 44
    put(position[0])
  }
  return latinOf(room.subarray(0, end))
}

function put(value: number): void {
  const size = Math.abs(value)
  const millionths = Math.round(size * 1e6)
  if (!(millionths < MILLIONTHS_MAX && millionths / 1e6 === size)) return putText(decimal(value))
  if (value < 0) room[end++] = 45
  const whole = Math.floor(millionths / 1e6)
  if (whole >= 1_000) return putText(decimal(size))
  if (whole >= 100) room[end++] = 48 + Math.floor(whole / 100)
  if (whole >= 10) room[end++] = 48 + (Math.floor(whole / 10) % 10)
  room[end++] = 48 + (whole % 10)
  let rest = millionths - whole * 1e6
  if (rest === 0) return
  room[end++] = 46
  for (let unit = 100_000; rest > 0; unit /= 10) {
    const digit = Math.floor(rest / unit)
    room[end++] = 48 + digit
    rest -= digit * unit
  }
}

function putText(text: string): void {
  for (let i = 0; i < text.length; i += 1) room[end++] = text.charCodeAt(i)
}
