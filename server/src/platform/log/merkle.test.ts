import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { toRanges } from "./erase.ts"
import { Frontier, leafHash } from "./merkle.ts"

/** The definition of RFC 6962, section 2.1, word by word. */
function definedRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash("sha256").digest()
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return createHash("sha256")
    .update(Buffer.of(1))
    .update(definedRoot(leaves.slice(0, split)))
    .update(definedRoot(leaves.slice(split)))
    .digest()
}

test("the frontier gives the root that RFC 6962 defines, also after it was stored and read", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), fc.nat(), (texts, stop) => {
      const leaves = texts.map((text) => leafHash(text))
      let frontier = new Frontier()
      leaves.forEach((leaf, i) => {
        frontier.append(leaf)
        if (i === stop) frontier = Frontier.fromBytes(frontier.size, frontier.toBytes())
      })
      expect(frontier.root().equals(definedRoot(leaves))).toBe(true)
      expect(frontier.size).toBe(leaves.length)
    }),
  )
})

test("positions become the fewest ranges that hold them and nothing else", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), (positions) => {
      const sorted = positions.toSorted((a, b) => a - b)
      const ranges = toRanges(sorted)
      expect(ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).toEqual(sorted)
      for (let i = 1; i < ranges.length; i += 1) expect(ranges[i]![0]).toBeGreaterThan(ranges[i - 1]![1] + 1)
    }),
  )
})
