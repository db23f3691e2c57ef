import type { Random } from "./random.ts"

/** A random reference (UUID v4). Records are known by these outside their table, so that a reference tells nothing. */
export function newId(): string {
  return globalThis.crypto.randomUUID()
}

/** Digits and letters that people do not confuse when they read them out: no 0 O 1 I L. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
const CODE = new RegExp(`^[${ALPHABET}]{10}$`)

/** A code for people, such as `K7-3Q9X-MB4D`: ten characters of 31, about 49 bits. `random` is for drills and tests only. */
export function humanCode(random?: Random): string {
  const draw = random ? () => random.int(ALPHABET.length) : secureDraw
  const letters = Array.from({ length: 10 }, () => ALPHABET[draw()]).join("")
  return `${letters.slice(0, 2)}-${letters.slice(2, 6)}-${letters.slice(6)}`
}

/** What a person typed or pasted as a code, in its one written form; undefined when it cannot be one. */
export function parseHumanCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, "")
  if (!CODE.test(letters)) return undefined
  return `${letters.slice(0, 2)}-${letters.slice(2, 6)}-${letters.slice(6)}`
}

function secureDraw(): number {
  const byte = new Uint8Array(1)
  const limit = 256 - (256 % ALPHABET.length)
  do globalThis.crypto.getRandomValues(byte)
  while (byte[0]! >= limit)
  return byte[0]! % ALPHABET.length
}
