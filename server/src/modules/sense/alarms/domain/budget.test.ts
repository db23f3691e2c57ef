import { expect, test } from "vitest"
import { type Asked, countBins, findChattering, findFloods } from "./budget.ts"

const MINUTE_MS = 60_000
const asked = (...minutes: number[]): Asked[] => minutes.map((at) => ({ atMs: at * MINUTE_MS, rule: "r", area: "city/a" }))
const each = (from: number, count: number, stepMin: number) =>
  asked(...Array.from({ length: count }, (_, i) => from + i * stepMin))

test("each is counted in its ten minutes, what lies outside in none", () => {
  expect(countBins(asked(-1, 0, 9.9, 10, 25, 30), { fromMs: 0, toMs: 30 * MINUTE_MS })).toEqual([2, 1, 1])
})
test("a flood is more than ten in ten minutes for one operator, and windows that touch are one", () => {
  expect(findFloods(each(0, 10, 0.5), 1)).toEqual([])
  expect(findFloods(each(0, 11, 1), 1)).toEqual([])
  expect(findFloods(each(0, 30, 0.5), 1)).toEqual([{ fromMs: 0, toMs: 14.5 * MINUTE_MS, count: 30 }])
  expect(findFloods([...each(0, 11, 0.5), ...each(100, 12, 0.5)], 1).map(({ count }) => count)).toEqual([11, 12])
  expect(findFloods(each(0, 11, 0.5), 2)).toEqual([])
})
test("the same rule and area three times within an hour chatters", () => {
  expect(findChattering(asked(0, 30, 61))).toEqual([])
  expect(findChattering([...asked(0, 30, 60), { atMs: 0, rule: "other", area: "city/a" }])).toEqual([
    { rule: "r", area: "city/a", times: 3, lastMs: 60 * MINUTE_MS },
  ])
})
