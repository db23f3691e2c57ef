import fc from "fast-check"
import { expect, test } from "vitest"
import { boundsHold, boundsMeet, boundsOf } from "./bounds.ts"
import { fromMercator, isTile, tileAt, tileBounds, toMercator } from "./mercator.ts"

const lonLat = fc.tuple(fc.double({ min: -180, max: 179.99, noNaN: true }), fc.double({ min: -85, max: 85, noNaN: true }))

test("known tiles", () => {
  expect(tileAt([0, 0], 1)).toEqual({ z: 1, x: 1, y: 1 })
  expect(tileAt([118.62, 30.74], 10)).toEqual({ z: 10, x: 849, y: 420 })
  expect(tileBounds({ z: 0, x: 0, y: 0 })[3]).toBeCloseTo(85.0511, 4)
  expect([isTile({ z: 2, x: 3, y: 3 }, 16), isTile({ z: 2, x: 4, y: 0 }, 16), isTile({ z: 17, x: 0, y: 0 }, 16)]).toEqual([
    true,
    false,
    false,
  ])
})
test("property: to Mercator and back is the same place, and a tile holds its place", () => {
  fc.assert(
    fc.property(lonLat, fc.integer({ min: 0, max: 18 }), (at, z) => {
      const back = fromMercator(toMercator(at))
      expect(Math.abs(back[0] - at[0]) + Math.abs(back[1] - at[1])).toBeLessThan(1e-9)
      const [west, south, east, north] = tileBounds(tileAt(at, z))
      expect(boundsHold([west - 1e-9, south - 1e-9, east + 1e-9, north + 1e-9], at)).toBe(true)
    }),
  )
})
test("boxes", () => {
  expect(
    boundsOf([
      [1, 5],
      [3, 2],
    ]),
  ).toEqual([1, 2, 3, 5])
  expect(boundsMeet([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true)
  expect(boundsMeet([0, 0, 1, 1], [1.1, 0, 2, 1])).toBe(false)
  expect(boundsMeet(boundsOf([]), [-180, -90, 180, 90])).toBe(false)
})
