import fc from "fast-check"
import { expect, test } from "vitest"
import { shownValue } from "./shown-value.ts"

test("a value reads as its instrument measures", () => {
  expect(shownValue(52.70000000000001, { unit: "mm", threshold: 50 })).toBe(52.7)
  expect(shownValue(150.4375, { unit: "ug/m3", threshold: 150 })).toBe(150.4)
  expect(shownValue(23.4567891, { unit: "m", threshold: 23 })).toBe(23.457)
  expect(shownValue(0.12345, { unit: "m3/s", threshold: 0.1 })).toBe(0.123)
})

test("one that reached its threshold never reads as if it had not", () => {
  const threshold = fc.integer({ min: 0, max: 1_000_000 }).map((parts) => parts / 1000)
  fc.assert(
    fc.property(
      threshold,
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.constantFrom("mm", "m", "ug/m3"),
      (limit, more, unit) => {
        expect(shownValue(limit + more, { unit, threshold: limit })).toBeGreaterThanOrEqual(limit)
      },
    ),
    { seed: 7 },
  )
})
