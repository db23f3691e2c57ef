import { expect, test } from "vitest"
import type { LonLat, Ring } from "./lon-lat.ts"
import { doubleArea, polygonAreaM2, ringAreaM2 } from "./polygon-area.ts"

const square = (size: number, [x, y]: LonLat = [118, 30]): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]

test("a hundredth of a degree at 30 degrees north is about 0.963 by 1.112 km", () => {
  expect(polygonAreaM2([square(0.01)]) / 1e6).toBeCloseTo(1.0707, 3)
})
test("holes are taken off, whichever way they run", () => {
  const whole = polygonAreaM2([square(0.01)])
  const hole = square(0.002, [118.002, 30.002])
  expect(polygonAreaM2([square(0.01), hole])).toBeCloseTo(polygonAreaM2([square(0.01), hole.toReversed()]), 3)
  expect(polygonAreaM2([square(0.01), hole])).toBeLessThan(whole)
})
test("the sign tells which way a ring runs", () => {
  expect(ringAreaM2(square(0.01))).toBeGreaterThan(0)
  expect(ringAreaM2(square(0.01).toReversed())).toBeLessThan(0)
  expect(doubleArea(square(1))).toBeCloseTo(2)
})
