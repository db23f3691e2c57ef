import { XmlRefused } from "./xml-refused.ts"
import type { XmlSource } from "./xml-source.ts"

/** Bits of an ASCII character: may it begin a name, may it stand in one. */
const classes = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code)
  classes[code] = (/[A-Za-z_]/.test(char) ? 1 : 0) | (/[A-Za-z0-9_.:-]/.test(char) ? 2 : 0)
}
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.·-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.·-]*)?/u

const utf8 = new TextEncoder()

/** Names that messages consist of: they are compared where they stand and never cut out of the text. */
const expected: readonly string[] =
  `alert identifier sender sent status msgType source scope restriction addresses code note references incidents info language category
  event responseType urgency severity certainty audience eventCode effective onset expires senderName headline description instruction
  web contact parameter resource area valueName value resourceDesc mimeType size uri derefUri digest areaDesc polygon circle geocode
  altitude ceiling feed entry id title updated author name link summary content item channel`.split(/\s+/)
const table = new Array<string | undefined>(1_024).fill(undefined)
const slotOf = (length: number, first: number, last: number, middle: number) =>
  (length * 37 + first * 7 + last * 131 + middle * 17) & 1_023
for (const name of expected) {
  const slot = slotOf(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1), name.charCodeAt(name.length >> 1))
  table[slot] ??= name
}

/** Where the name that begins at `at` ends. Throws `XmlRefused` where none begins. */
export function endOfName(source: XmlSource, at: number): number {
  const { bytes } = source
  let code = bytes[at]!
  let end = at
  if (code < 128 && (classes[code]! & 1) !== 0) {
    do code = bytes[(end += 1)]!
    while (code < 128 && (classes[code]! & 2) !== 0)
    if (code < 128) return end
  }
  // A name in other letters, which hardly ever comes: all that could belong to it as text.
  while (bytes[end]! >= 128 || (classes[bytes[end]!]! & 2) !== 0) end += 1
  const [name = ""] = NAME.exec(source.slice(at, end)) ?? []
  if (name === "") throw new XmlRefused("NOT_WELL_FORMED", "a tag or an attribute without a name", at)
  return at + utf8.encode(name).length
}

/** The name between two places; one and the same string for each that is expected. */
export function nameAt(source: XmlSource, from: number, to: number): string {
  const { bytes } = source
  const length = to - from
  const known = table[slotOf(length, bytes[from]!, bytes[to - 1]!, bytes[from + (length >> 1)]!)]
  return known !== undefined && known.length === length && isAt(bytes, known, from) ? known : source.slice(from, to)
}

/** Whether a word of ASCII stands at a place. */
export function isAt(bytes: Uint8Array, word: string, at: number): boolean {
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word.charCodeAt(i)) return false
  return true
}
