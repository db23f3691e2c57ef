import { expect, test } from "vitest"
import { nextShare } from "./reader-gate.ts"

test("while it is busy more readers are sent away at each look, never all; when there is room again all come in, little by little", () => {
  let share = 0
  const looks = Array.from({ length: 20 }, () => (share = nextShare(share, { busy: 0.99, readers: 900 })))
  expect(looks).toEqual(looks.toSorted((a, b) => a - b))
  expect(share).toBe(0.95)
  expect(nextShare(share, { busy: 0.8, readers: 900 })).toBe(share)
  for (let look = 0; look < 40; look += 1) {
    const next = nextShare(share, { busy: 0.2, readers: 900 })
    expect(next).toBeLessThanOrEqual(share)
    share = next
  }
  expect(share).toBe(0)
})

test("a machine that is busy with something else sends nobody away", () => {
  expect(nextShare(0, { busy: 1, readers: 3 })).toBe(0)
  expect(nextShare(0.5, { busy: 1, readers: 3 })).toBeLessThan(0.5)
})
