import type { SignalGroup } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { byDistrict } from "./by-district.ts"
import { partOf } from "./part-of.ts"

const name = (text: string) => ({ "zh-CN": text, en: text })
const place = (id: string, count: number, level: "blue" | "red", unseen = 0) => ({
  ...{ area: { id, name: name(id) }, count, level, unseen },
})
const areas = [place("c/xihe/a", 3, "blue", 2), place("c/xihe/b", 4, "red"), place("c/dong", 5, "blue", 1), place("c", 1, "blue")]
const group = { key: "k", count: 13, unseen: 3, level: "red", areas } as unknown as SignalGroup

test("the part of a line in some areas has their numbers and their highest level", () => {
  expect(partOf(group, ["c/xihe/a", "c/dong", "c/west"])).toMatchObject({ count: 8, unseen: 3, level: "blue" })
  expect(partOf(group, ["c/xihe/b"])).toMatchObject({ count: 4, unseen: 0, level: "red" })
  expect(partOf(group, ["c/xihe"])).toBeUndefined()
})

test("places are gathered by district, and add up to all", () => {
  const known = [{ id: "c/xihe", kind: "district" as const, name: name("Xihe") }]
  expect(byDistrict(areas, known).map(({ area, count }) => [area.name.en, count])).toEqual([
    ["Xihe", 7],
    ["c/dong", 5],
    ["c", 1],
  ])
})
