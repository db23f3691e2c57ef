import type { LonLat, OutsideShape } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { textPlace } from "./text-place.ts"

const box = (west: number, south: number, east: number, north: number): LonLat[][] => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
]
const province: OutsideShape = { type: "MultiPolygon", coordinates: [box(100, 20, 130, 40)] }

test("the text of an alert stands in the middle of it, within what of it is here", () => {
  expect(textPlace(province, undefined)).toEqual([115, 30])
  expect(textPlace(province, [118, 30, 119, 31])).toEqual([118.5, 30.5])
  expect(textPlace({ ...province, coordinates: [box(100, 20, 118.4, 40)] }, [118, 30, 119, 31])[0]).toBeCloseTo(118.2)
  expect(textPlace({ type: "Point", coordinates: [121, 24] }, [118, 30, 119, 31])).toEqual([121, 24])
})
