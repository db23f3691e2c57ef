import fc from "fast-check"
import { expect, test } from "vitest"
import { FrameGuard } from "./frame-guard.ts"

/** A PUBLISH of so many bytes: type, length in groups of seven bits, content. */
function publish(bytes: number): Buffer {
  const length: number[] = []
  let rest = bytes
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.concat([Buffer.of(0x30, ...length), Buffer.alloc(bytes)])
}

test("lets packets pass, however they are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(900), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
      (sizes, cuts) => {
        const bytes = Buffer.concat(sizes.map(publish))
        const guard = new FrameGuard(1_000)
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const end = at + cuts[i % cuts.length]!
          expect(guard.accepts(bytes.subarray(at, end))).toBe(true)
          at = end
        }
      },
    ),
    { seed: 5 },
  )
})

test("stops one that is too long at its header, before its content has come", () => {
  const guard = new FrameGuard(1_000)
  expect(guard.accepts(publish(500))).toBe(true)
  expect(guard.accepts(publish(2_000).subarray(0, 3))).toBe(false)
})

test("stops a length that has no end", () => {
  expect(new FrameGuard(1_000).accepts(Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff))).toBe(false)
})
