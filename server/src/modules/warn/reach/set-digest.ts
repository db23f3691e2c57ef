import { createHash } from "node:crypto"

/**
 * SHA-256 of a set of numbers: of a bit for each number from 0 to the highest, the lowest bit of each byte first. Whoever has the same
 * set computes the same, in whatever order; no number can be read from it.
 */
export function digestOfSet(numbers: Uint32Array): string {
  let highest = 0
  for (const number of numbers) if (number > highest) highest = number
  const bits = new Uint8Array(numbers.length === 0 ? 0 : Math.floor(highest / 8) + 1)
  for (const number of numbers) bits[number >>> 3]! |= 1 << (number & 7)
  return createHash("sha256").update(bits).digest("hex")
}
