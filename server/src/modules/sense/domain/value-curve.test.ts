import { expect, test } from "vitest"
import { ValueCurve } from "./value-curve.ts"

test("keeps the highest value of each step at its time, and says where values are missing", () => {
  const curve = new ValueCurve(0, 3000)
  for (const [atMs, value] of [
    [0, 1],
    [4, 5],
    [9, 2],
    [10, 3],
    [20, 4],
    [500, 1],
    [510, 2],
  ] as const)
    curve.add(atMs, value)
  expect(curve.points()).toEqual([
    { atMs: 4, value: 5 },
    { atMs: 10, value: 3 },
    { atMs: 20, value: 4 },
    { atMs: 30, value: null },
    { atMs: 500, value: 1 },
    { atMs: 510, value: 2 },
  ])
})

test("knows its highest value although most steps have none", () => {
  const curve = new ValueCurve(0, 3000)
  expect(curve.highest).toBe(-Infinity)
  curve.add(1500, 7)
  expect(curve.highest).toBe(7)
})
