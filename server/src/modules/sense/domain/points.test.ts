import fc from "fast-check"
import { expect, test } from "vitest"
import { Points } from "./points.ts"

const point = (atMs: number, value: number | null, resultAtMs = atMs, id = atMs) => ({ id, atMs, resultAtMs, value })

test("tells doubles from corrections from new ones", () => {
  const points = new Points(-Infinity)
  points.put(point(10, 1))
  expect(points.find(10, 10, 1)).toMatchObject({ kind: "duplicate" })
  expect(points.find(10, 10, 2)).toMatchObject({ kind: "correction", point: { value: 1 } })
  expect(points.find(10, 11, 1)).toEqual({ kind: "new" })
  expect(points.find(9, 9, 1)).toEqual({ kind: "new" })
  expect(points.find(10, 10, null)).toMatchObject({ kind: "correction" })
})

test("of several results for one time the newest counts", () => {
  const points = new Points(-Infinity)
  points.put(point(10, 5, 30))
  points.put(point(10, 4, 20))
  points.put(point(20, 6))
  expect(points.between(0, 20).map(({ value }) => value)).toEqual([5, 6])
  expect(points.upTo(20, 9).map(({ value }) => value)).toEqual([5, 6])
})

test("keeps the order of time, whatever the order of arrival", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000)), (times) => {
      const points = new Points(-Infinity)
      for (const at of times) points.put(point(at, at))
      const expected = [...new Set(times)].toSorted((a, b) => a - b)
      expect(points.all.map(({ atMs }) => atMs)).toEqual(expected)
      expect(points.between(99, 500).map(({ atMs }) => atMs)).toEqual(expected.filter((at) => at > 99 && at <= 500))
    }),
    { seed: 7 },
  )
})

test("knows from when on it is complete after letting go", () => {
  const points = new Points(-Infinity)
  for (let at = 0; at < 200; at += 1) points.put(point(at, at))
  points.trim(150, 1_000)
  expect(points.completeFromMs).toBe(150)
  expect(points.all[0]!.atMs).toBe(150)
  points.trim(10_000, 1_000)
  expect(points.newest?.atMs).toBe(199)
})
