import { XmlRefused } from "./xml-refused.ts"

/** Bits of an ASCII character: may it begin a name, may it stand in one. */
const classes = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code)
  classes[code] = (/[A-Za-z_]/.test(char) ? 1 : 0) | (/[A-Za-z0-9_.:-]/.test(char) ? 2 : 0)
}
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_.·-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.·-]*)?/uy

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
export function endOfName(source: string, at: number): number {
  let code = source.charCodeAt(at)
  let end = at
  if (code < 128 && (classes[code]! & 1) !== 0) {
    do code = source.charCodeAt((end += 1))
    while (code < 128 && (classes[code]! & 2) !== 0)
    if (code < 128 || Number.isNaN(code)) return end
  }
  NAME.lastIndex = at
  const found = NAME.exec(source)
  if (!found) throw new XmlRefused("NOT_WELL_FORMED", "a tag or an attribute without a name", at)
  return at + found[0].length
}

/** The name between two places; one and the same string for each that is expected. */
export function nameAt(source: string, from: number, to: number): string {
  const length = to - from
  const slot = slotOf(length, source.charCodeAt(from), source.charCodeAt(to - 1), source.charCodeAt(from + (length >> 1)))
  const known = table[slot]
  return known !== undefined && known.length === length && isAt(source, known, from) ? known : source.slice(from, to)
}

/** Whether a word stands at a place. */
export function isAt(source: string, word: string, at: number): boolean {
  for (let i = 0; i < word.length; i += 1) if (source.charCodeAt(at + i) !== word.charCodeAt(i)) return false
  return true
}
