import { expect, test } from "vitest"
import { residentsOf, sizeOf } from "./size.ts"

test.each([
  ["the first one", 412_306, [], { people: 412_000, largest: null, times: null, typed: false }],
  ["a usual one", 412_306, [400_000, 200_000], { people: 412_000, largest: 400_000, times: 1, typed: false }],
  ["three times the largest", 30_000, [10_000, 200], { people: 30_000, largest: 10_000, times: 3, typed: true }],
  ["just below that", 29_900, [10_000, 200], { people: 29_900, largest: 10_000, times: 3, typed: false }],
  ["a million people, though the last was as large", 1_000_000, [2_000_000], { people: 1_000_000, times: 0.5, typed: true }],
])("%s", (_what, people, before, expected) => expect(sizeOf(people, before)).toMatchObject(expected))

test("residents of an area inside another are counted once", () => {
  const named = (id: string) => ({ id, name: { "zh-CN": id, en: id } })
  const residents = (id: string) => ({ "c/x": 300, "c/x/1": 100, "c/y": null })[id] ?? null
  expect(residentsOf(["c/x/1", "c/x", "c/y"].map(named), residents)).toBe(300)
})
