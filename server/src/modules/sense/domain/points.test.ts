import fc from "fast-check"
import { expect, test } from "vitest"
import { Points } from "./points.ts"

const point = (atMs: number, value: number | null, resultAtMs = atMs, id = atMs) => ({ id, atMs, resultAtMs, value })

test("finds a measurement by both of its times", () => {
  const points = new Points(-Infinity)
  points.put(point(10, 1))
  points.put(point(20, null))
  expect(points.find(10, 10)).toEqual(point(10, 1))
  expect(points.find(20, 20)).toEqual(point(20, null))
  expect(points.find(10, 11)).toBeUndefined()
  expect(points.find(9, 9)).toBeUndefined()
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

test("totals, bounds, and searches say what the measurements say, whatever came late, twice, or was let go", () => {
  const given = fc.record({
    atMs: fc.nat(200),
    value: fc.option(fc.integer({ min: -5, max: 50 }).map((tenths) => tenths / 10)),
    resultAtMs: fc.nat(2),
    trimmedTo: fc.option(fc.nat(200), { freq: 40 }),
    asked: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(given, { maxLength: 250, size: "max" }), (rows) => {
      const points = new Points(-Infinity)
      let known: ReturnType<typeof point>[] = []
      for (const [id, { atMs, value, resultAtMs, trimmedTo, asked }] of rows.entries()) {
        const one = point(atMs, value, resultAtMs, id)
        points.put(one)
        known = [...known.filter((other) => other.atMs !== atMs || other.resultAtMs !== resultAtMs), one]
        known.sort((a, b) => a.atMs - b.atMs || a.resultAtMs - b.resultAtMs)
        if (trimmedTo !== null) {
          points.trim(trimmedTo, 90)
          known = known.slice(known.length - points.length)
        }
        // Totals are made when they are asked for: some early, some late.
        if (asked) points.totals(0, 130)
      }
      expect(points.all).toEqual(known)
      const last = known.filter((one, i) => known[i + 1]?.atMs !== one.atMs)
      for (const [afterMs, untilMs] of [
        [-1, 200],
        [10, 140],
        [125, 126],
      ] as const) {
        const own = last.filter(({ atMs }) => atMs > afterMs && atMs <= untilMs)
        const values = own.flatMap(({ value }) => value ?? [])
        const sum = (some: number[]) => Math.round(some.reduce((total, value) => total + value * 1000, 0)) / 1000
        expect(points.between(afterMs, untilMs)).toEqual(own)
        expect(points.totals(afterMs, untilMs)).toEqual({
          ...{ sum: sum(values), count: values.length },
          ...{ amount: sum(values.filter((value) => value >= 0)), amounts: values.filter((value) => value >= 0).length },
        })
        expect(points.greatest(afterMs, untilMs)).toBe(values.length === 0 ? null : Math.max(...values))
        expect(points.lastUpTo(untilMs)).toEqual(last.findLast(({ atMs }) => atMs <= untilMs))
        expect(Math.max(...values)).toBeLessThanOrEqual(points.atMost)
        expect(Math.min(...values)).toBeGreaterThanOrEqual(points.atLeast)
      }
    }),
    { seed: 11, numRuns: 200 },
  )
})
