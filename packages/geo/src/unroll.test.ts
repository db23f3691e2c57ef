import { expect, test } from "vitest"
import { circleRing } from "./circle-ring.ts"
import { distanceM } from "./distance.ts"
import type { LonLat, Ring } from "./lon-lat.ts"
import { pointInMultiPolygon } from "./point-in-polygon.ts"
import { unroll } from "./unroll.ts"

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

test("a polygon away from the date line comes back as it was", () => {
  const polygon = [box(115, 39, 117, 41), box(115.7, 39.7, 116.3, 40.3)]
  expect(unroll(polygon)).toEqual([polygon])
})

test("one across the date line stands on both sides, its hole with it, and its numbers stay where they can", () => {
  const [east, west, ...others] = unroll([box(179.1, -1, -179.3, 1), box(-179.9, -0.5, -179.7, 0.5)])
  expect(others).toEqual([])
  expect(west![0]![1]).toEqual([-179.3, -1])
  expect(west![1]![0]).toEqual([-179.9, -0.5])
  expect(east![0]![0]).toEqual([179.1, -1])
  expect(east![1]![0]![0]).toBeCloseTo(180.1)
  // What only touches the date line does not cross it.
  expect(unroll([box(170, 0, 180, 1)])).toHaveLength(1)
})

test("a ring around a pole holds the pole, and the whole world is the whole world", () => {
  const cap = unroll([[0, 90, 180, -90, 0].map((lon): LonLat => [lon, -70])])
  expect([-135, 0.5, 179].map((lon) => pointInMultiPolygon([lon, -80], cap))).toEqual([true, true, true])
  expect(pointInMultiPolygon([20, -60], cap)).toBe(false)
  expect(unroll([box(-180, -90, 180, 90)])).toEqual([[box(-180, -90, 180, 90)]])
})

test("a circle's ring lies around it and at most 0.4 % wider, straight sides and all", () => {
  for (const center of [
    [116, 40],
    [-179.9, 51],
    [10, -69],
    [0, 0],
  ] satisfies LonLat[]) {
    for (const radiusM of [0, 500, 50_000, 1_000_000]) {
      const ring = circleRing(center, radiusM)
      expect(ring.at(-1)).toEqual(ring[0])
      const [side] = unroll([ring])[0]!
      for (const [i, to] of side!.slice(1).entries()) {
        const from = side![i]!
        for (const t of [0, 0.25, 0.5, 0.75]) {
          const at: LonLat = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]
          const wider = distanceM(center, at) / Math.max(1, radiusM)
          expect(wider, `${center.join(" ")} ${radiusM}`).toBeGreaterThanOrEqual(1)
          expect(wider, `${center.join(" ")} ${radiusM}`).toBeLessThan(1.004)
        }
      }
    }
  }
})
