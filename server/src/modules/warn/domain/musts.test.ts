import type { WarningTexts } from "@holdfast/contracts"
import { describe, expect, test } from "vitest"
import { findMusts } from "./musts.ts"
import { numbersIn } from "./numbers.ts"
import { replacedBy } from "./warning.ts"

const now = new Date("2026-07-30T19:00:00Z")
const area = { id: "linjiang/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }
const sound = {
  areas: [area],
  onset: now,
  expires: new Date("2026-07-31T00:00:00Z"),
  texts: text("暴雨,7月31日 08:00 前不要出门。", "Rain. Stay in until 31 Jul, 08:00."),
}

function text(chinese: string, english: string): WarningTexts {
  const one = (instruction: string) => ({ headline: "-", description: "-", instruction })
  return { "zh-CN": one(chinese), en: one(english) }
}

describe("musts", () => {
  test("a sound warning has none", () => expect(findMusts(sound, now)).toEqual([]))
  test.each([
    ["NO_ACTION", { texts: text("  ", "Go up") }],
    ["NO_AREA", { areas: [] }],
    ["ENDS_BEFORE_START", { expires: now }],
    ["ALREADY_OVER", { onset: new Date("2026-07-01"), expires: new Date("2026-07-02") }],
    ["NUMBERS_DIFFER", { texts: text("水深28厘米", "Water is 82 cm deep") }],
    ["NUMBERS_DIFFER", { texts: text("7月31日前", "until 30 Jul") }],
    ["TIME_WORD", { texts: text("今晚不要出门", "Stay in") }],
    ["TIME_WORD", { texts: text("不要出门", "Stay in Tonight") }],
    ["TIME_WORD", { texts: text("24:00 前不要出门", "Stay in until 24:00") }],
    ["SLOT_OPEN", { texts: text("雨量{{value}}", "Rain {{value}}") }],
  ])("%s", (code, change) => expect(findMusts({ ...sound, ...change }, now).map((must) => must.code)).toContain(code))
})

test("numbers are read in one form from both languages", () => {
  expect(numbersIn("约41.2万人,2026年7月31日 周五 8:00,1,240 个,PM2.5")).toEqual(
    new Set(["412000", "2026", "7", "31", "08:00", "1240", "2.5"]),
  )
  expect(numbersIn("about 412,000 people, Fri 31 Jul 2026, 08:00, you may call 119")).toEqual(
    new Set(["412000", "31", "7", "2026", "08:00", "119"]),
  )
})

test("a warning takes the place of what it covers, of the same hazard", () => {
  const named = (id: string, hazard: string, ...areas: string[]) => ({
    id,
    hazard,
    areas: areas.map((of) => ({ ...area, id: of })),
  })
  const before = [
    named("a", "rain", "c/x/1"),
    named("b", "rain", "c/x", "c/y"),
    named("d", "gas", "c/x"),
    named("e", "rain", "c/xy"),
  ]
  expect(replacedBy(named("new", "rain", "c/x"), before).map(({ id }) => id)).toEqual(["a"])
})
