import { describe, expect, test } from "vitest"
import { type CurvePoint, curvePath, gapsOf, roundUp, scaleOf } from "./curve.ts"

const box = { width: 100, height: 50 }
const points = (...values: (number | null)[]): CurvePoint[] => values.map((value, atMs) => ({ atMs, value }))

describe("a curve", () => {
  test("joins measured values and leaves a gap where one is missing", () => {
    const found = points(0, 5, null, 5, 10)
    expect(curvePath(found, scaleOf(found, [], box), "line")).toBe("M0 50L25 29.2M75 29.2L100 8.3")
  })
  test("of counts holds each until the next, and to the end", () => {
    const found = points(100, 50)
    expect(curvePath(found, scaleOf(found, [], box, 2), "step")).toBe("M0 8.3H50V29.2H100")
  })
  test("of one point ends at the right edge", () => {
    expect(curvePath(points(3), scaleOf(points(3), [], box), "line")).toBe("M100 12.5")
  })
})

test("thresholds above all values are still inside the box", () => {
  const scale = scaleOf(points(1, 2), [100], box)
  expect(scale.max).toBe(120)
  expect(scale.y(100)).toBeGreaterThan(0)
})

test("values below zero lower the ground", () => {
  expect(scaleOf(points(-2, 1), [], box).y(-2)).toBe(50)
})

test("the axis ends at a round figure above the highest value", () => {
  expect([0, 0.6, 9.9, 104, 412_306].map(roundUp)).toEqual([1, 0.8, 12, 120, 500_000])
})

test("neighbouring missing values are one gap", () => {
  expect(gapsOf(points(1, null, null, 1))).toEqual([{ fromMs: 0, toMs: 3 }])
})
