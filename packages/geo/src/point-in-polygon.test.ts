import fc from "fast-check"
import { expect, test } from "vitest"
import type { LonLat, Polygon } from "./lon-lat.ts"
import { pointInMultiPolygon, pointInPolygon } from "./point-in-polygon.ts"

const box = (west: number, south: number, east: number, north: number): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

test("a hole is outside, and what stands in a hole is inside again", () => {
  const polygon: Polygon = [box(0, 0, 10, 10), box(3, 3, 7, 7)]
  expect(pointInPolygon([1, 1], polygon)).toBe(true)
  expect(pointInPolygon([5, 5], polygon)).toBe(false)
  expect(pointInMultiPolygon([5, 5], [polygon, [box(4, 4, 6, 6)]])).toBe(true)
  expect(pointInPolygon([11, 5], polygon)).toBe(false)
})

test("property: where two polygons share an edge, each point lies in exactly one of them", () => {
  const inner = fc.double({ min: 0.001, max: 9.999, noNaN: true })
  fc.assert(
    fc.property(inner, inner, inner, inner, fc.double({ min: 0, max: 1, noNaN: true }), (x1, x2, x, y, t) => {
      const left: Polygon = [
        [
          [0, 0],
          [x1, 0],
          [x2, 10],
          [0, 10],
          [0, 0],
        ],
      ]
      const right: Polygon = [
        [
          [x1, 0],
          [10, 0],
          [10, 10],
          [x2, 10],
          [x1, 0],
        ],
      ]
      for (const at of [
        [x, y],
        [x1 + (x2 - x1) * t, 10 * t],
      ] as LonLat[]) {
        if (at[1] >= 10) continue
        expect(Number(pointInPolygon(at, left)) + Number(pointInPolygon(at, right))).toBe(1)
      }
    }),
  )
})
