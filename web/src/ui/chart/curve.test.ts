import { describe, expect, test } from "vitest"
import { type CurvePoint, curvePath, gapsOf, roundUp, scaleOf, signsOf, withGaps } from "./curve.ts"

const box = { width: 100, height: 50 }
const points = (...values: (number | null)[]): CurvePoint[] => values.map((value, atMs) => ({ atMs, value }))

describe("a curve", () => {
  test("joins measured values and leaves a gap where one is missing", () => {
    const found = points(0, 5, null, 5, 10)
    expect(curvePath(found, scaleOf(found, [], box), "line")).toBe("M0 50L25 29.2M75 29.2L100 8.3")
  })
  test("of counts holds each until the next, and to the end", () => {
    const found = points(100, 50)
    expect(curvePath(found, scaleOf(found, [], box, { toMs: 2 }), "step")).toBe("M0 8.3H50V29.2H100")
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

test("a span that is wider than the points keeps its ends", () => {
  const scale = scaleOf(points(1, 2), [], box, { fromMs: -10, toMs: 10 })
  expect([scale.x(-10), scale.x(0), scale.x(10)]).toEqual([0, 50, 100])
})

test("good measurements carry no sign, missing ones neither; the worst come first", () => {
  const given = [
    { atMs: 1, value: 1, quality: "good" },
    { atMs: 2, value: 2, quality: "estimate" },
    { atMs: 3, value: null, quality: "poor" },
    { atMs: 4, value: 4, quality: "doubtful" },
    { atMs: 5, value: 5, quality: null },
  ] as const
  expect(signsOf(given).map(({ atMs }) => atMs)).toEqual([4, 2])
})

test("what cannot be is told by its sign, and neither line nor scale follows it", () => {
  const given = [
    { atMs: 0, value: 1 },
    { atMs: 10, value: null, sent: -9999, quality: "poor" },
    { atMs: 20, value: 2 },
  ] as const
  expect(signsOf(given)).toEqual([{ atMs: 10, value: -9999, quality: "poor" }])
  const scale = scaleOf(given, [], box)
  expect(scale.min).toBe(0)
  expect(curvePath(given, scale, "line").match(/[ML]/g)).toEqual(["M", "M"])
})

test("measurements that stayed away leave a gap, slower ones do not", () => {
  const at = (...times: number[]) => times.map((atMs) => ({ atMs, value: 1 }))
  expect(withGaps(at(0, 10, 20, 60, 70)).map(({ atMs, value }) => [atMs, value])).toEqual([
    [0, 1],
    [10, 1],
    [20, 1],
    [30, null],
    [60, 1],
    [70, 1],
  ])
  expect(withGaps(at(0, 10, 30, 40))).toHaveLength(4)
  // A station that fell silent is not quiet weather.
  expect(withGaps(at(0, 10, 30, 40), 90).at(-1)).toEqual({ atMs: 90, value: null })
  expect(withGaps(at(0, 10, 30, 40), 50)).toHaveLength(4)
  expect(withGaps(at(0, 500))).toHaveLength(2)
})
