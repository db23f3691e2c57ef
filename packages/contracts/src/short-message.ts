/**
 * What GSM 03.38 writes in one septet, at the place of its code; anything that is neither here nor in the extension makes the whole
 * message UCS-2. Place 27 is the escape to the extension and no character of its own.
 */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
const ESCAPE = "\u001B"
/** Two septets each: the escape, and the code at this place of the basic table (3GPP TS 23.038, 6.2.1.1). */
const EXTENDED: ReadonlyMap<string, number> = new Map([
  ["\f", 0x0a],
  ["^", 0x14],
  ["{", 0x28],
  ["}", 0x29],
  ["\\", 0x2f],
  ["[", 0x3c],
  ["~", 0x3d],
  ["]", 0x3e],
  ["|", 0x40],
  ["€", 0x65],
])
/** Units in a single message, and in each part of a longer one (3GPP TS 23.040: the header of a part takes six bytes). */
const rooms = { "gsm-7": { single: 160, part: 153 }, "ucs-2": { single: 70, part: 67 } } as const

export interface ShortMessage {
  readonly alphabet: keyof typeof rooms
  /** Septets of GSM-7 or 16-bit units of UCS-2. */
  readonly units: number
  /** What each part carries; each is paid for and may arrive alone. */
  readonly parts: readonly string[]
  /** How many units these parts have room for; of an empty text, those of one message. */
  readonly room: number
}

/** A text as short messages carry it. No part ends inside an escaped character or a surrogate pair, so each can be read alone. */
export function splitShortMessage(text: string): ShortMessage {
  const isGsm = Array.from(text).every(isInGsm)
  const alphabet = isGsm ? "gsm-7" : "ucs-2"
  const { single, part } = rooms[alphabet]
  const unitsOf = (character: string) => (isGsm ? (EXTENDED.has(character) ? 2 : 1) : character.length)
  const characters = Array.from(text)
  const units = characters.reduce((sum, character) => sum + unitsOf(character), 0)
  if (units <= single) return { alphabet, units, parts: units === 0 ? [] : [text], room: single }
  const parts: string[] = []
  let current = ""
  let used = 0
  for (const character of characters) {
    if (used + unitsOf(character) > part) {
      parts.push(current)
      current = ""
      used = 0
    }
    current += character
    used += unitsOf(character)
  }
  parts.push(current)
  return { alphabet, units, parts, room: parts.length * part }
}

/**
 * A part as it goes over SMPP: GSM-7 unpacked with one septet in each byte, or UCS-2 with the high byte first.
 *
 * @param alphabet the one of the whole message, also for a part that could do with less
 */
export function shortMessageBytes(part: string, alphabet: ShortMessage["alphabet"]): Uint8Array {
  if (alphabet === "ucs-2")
    return Uint8Array.from(
      part
        .split("")
        .map((unit) => unit.charCodeAt(0))
        .flatMap((unit) => [unit >> 8, unit & 0xff]),
    )
  return Uint8Array.from(
    Array.from(part).flatMap((character) => {
      const extended = EXTENDED.get(character)
      return extended === undefined ? [BASIC.indexOf(character)] : [BASIC.indexOf(ESCAPE), extended]
    }),
  )
}

function isInGsm(character: string): boolean {
  return (character !== ESCAPE && BASIC.includes(character)) || EXTENDED.has(character)
}
