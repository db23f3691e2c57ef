import fc from "fast-check"
import { expect, test } from "vitest"
import { clipLine, clipRing } from "./clip.ts"
import { doubleArea } from "./polygon-area.ts"

const box = [0, 0, 10, 10] as const

test("a ring across the edge keeps what is inside, a ring outside nothing", () => {
  const clipped = clipRing(
    [
      [-5, -5],
      [5, -5],
      [5, 5],
      [-5, 5],
      [-5, -5],
    ],
    box,
  )
  expect(doubleArea(clipped)).toBeCloseTo(50)
  expect(clipped[0]).toEqual(clipped.at(-1))
  expect(
    clipRing(
      [
        [20, 20],
        [30, 20],
        [30, 30],
        [20, 20],
      ],
      box,
    ),
  ).toEqual([])
})
test("a line that leaves and comes back is two lines", () => {
  expect(
    clipLine(
      [
        [-5, 5],
        [5, 5],
        [5, 15],
        [8, 15],
        [8, 5],
      ],
      box,
    ),
  ).toEqual([
    [
      [0, 5],
      [5, 5],
      [5, 10],
    ],
    [
      [8, 10],
      [8, 5],
    ],
  ])
  expect(
    clipLine(
      [
        [-5, -5],
        [-1, 20],
      ],
      box,
    ),
  ).toEqual([])
})
test("property: nothing is outside, and a triangle loses no more area than lies outside", () => {
  const number = fc.double({ min: -15, max: 25, noNaN: true })
  const point = fc.tuple(number, number)
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      const clipped = clipRing([a, b, c, a], box)
      for (const [x, y] of clipped) expect(Math.min(x, y, 10 - x, 10 - y)).toBeGreaterThanOrEqual(-1e-9)
      expect(Math.abs(doubleArea(clipped))).toBeLessThanOrEqual(Math.min(200, Math.abs(doubleArea([a, b, c, a]))) + 1e-6)
      for (const part of clipLine([a, b, c], box))
        for (const [x, y] of part) expect(Math.min(x, y, 10 - x, 10 - y)).toBeGreaterThanOrEqual(-1e-9)
    }),
  )
})
