import fc from "fast-check"
import { expect, test } from "vitest"
import { distanceM } from "./distance.ts"

const lonLat = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))

test("a degree of latitude is about 111 km, and of longitude half of that at 60 degrees", () => {
  expect(distanceM([118, 30], [118, 31])).toBeCloseTo(111_195, -1)
  expect(distanceM([10, 60], [11, 60])).toBeCloseTo(55_597, -2)
})

test("property: the same both ways, never negative, and never more than half around the Earth", () => {
  fc.assert(
    fc.property(lonLat, lonLat, (a, b) => {
      expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 3)
      expect(distanceM(a, b)).toBeGreaterThanOrEqual(0)
      expect(distanceM(a, b)).toBeLessThan(20_016_000)
    }),
  )
})
