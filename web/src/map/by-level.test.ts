import type { Level, LonLat } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { byLevelThenDistance } from "./by-level.ts"

const thing = (name: string, level: Level | undefined, at: LonLat | undefined, urgent = false) => ({ name, level, at, urgent })
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name)

test("the highest level comes first, then what is nearest; what has no place is last of its level", () => {
  const things = [
    thing("calm, near", undefined, [118, 30]),
    thing("outage", undefined, [119, 30], true),
    thing("red, nowhere", "red", undefined),
    thing("red, far", "red", [118.5, 30]),
    thing("blue", "blue", [118, 30]),
    thing("red, near", "red", [118.1, 30]),
  ]
  expect(names(byLevelThenDistance(things, [118, 30]))).toEqual([
    "red, near",
    "red, far",
    "red, nowhere",
    "blue",
    "outage",
    "calm, near",
  ])
})

test("a degree of longitude is shorter than one of latitude, the more the further north", () => {
  const things = [thing("north", undefined, [118, 60.8]), thing("east", undefined, [119, 60])]
  expect(names(byLevelThenDistance(things, [118, 60]))).toEqual(["east", "north"])
})

test("without a middle the order among equals stays", () => {
  const things = [thing("b", "red", [1, 1]), thing("a", "red", [0, 0])]
  expect(names(byLevelThenDistance(things, undefined))).toEqual(["b", "a"])
})
