import type { Site } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { nearest } from "./nearest.ts"

const site = (id: string, lon: number, lat: number): Site => ({
  ...{ id, kind: "shelter", name: { "zh-CN": id, en: id }, area: "city", at: [lon, lat], capacity: null },
})

test("the nearest shelters come first, with the way from the middle of the place", () => {
  const sites = [site("far", 120.1, 30.1), site("north", 120, 30.009), site("west", 119.99, 30), site("here", 120, 30)]
  const found = nearest(sites, { center: [120, 30] }, 3)
  expect(found.map(({ site: { id } }) => id)).toEqual(["here", "west", "north"])
  expect(found.map(({ bearing }) => bearing)).toEqual(["n", "w", "n"])
  expect(Math.round(found[2]!.distanceM)).toBe(1_001)
  expect(nearest(sites, { center: [120, 30] }, 9).at(-1)).toMatchObject({ bearing: "ne" })
})
