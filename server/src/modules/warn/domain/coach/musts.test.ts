import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import { describe, expect, test } from "vitest"
import { findMusts } from "./musts.ts"
import type { Coached } from "./remark.ts"

const now = new Date("2026-07-30T19:00:00Z")
const named = (id: string, chinese: string, english: string): AreaRef => ({ id, name: { "zh-CN": chinese, en: english } })
const area = named("linjiang/xihe", "西河区", "Xihe District")
const donghu = named("linjiang/donghu", "东湖区", "Donghu District")
const around = { now, timeZone: "Asia/Shanghai", places: [named("linjiang", "临江市", "Linjiang"), area, donghu] }
const sound: Coached = {
  areas: [area],
  onset: now,
  expires: new Date("2026-07-31T00:00:00Z"),
  texts: text("暴雨,7月31日 08:00 前不要出门。", "Rain. Stay in until 31 Jul, 08:00."),
  written: null,
}

function text(chinese: string, english: string): WarningTexts {
  const one = (instruction: string) => ({ headline: "-", description: "-", instruction })
  return { "zh-CN": one(chinese), en: one(english) }
}

function codes(change: Partial<Coached>): string[] {
  return findMusts({ ...sound, ...change }, around).map(({ code }) => code)
}

describe("musts", () => {
  test.each([
    ["a sound warning", text("西河区暴雨。", "Rain in Xihe District.")],
    ["the city as the one who speaks, in one language", text("临江市发布：西河区暴雨。", "Rain in Xihe District.")],
    ["a short name", text("西河暴雨。", "Rain in Xihe.")],
    ["a station named after a district", text("西河雨量站测到9毫米。", "9 mm at Xihe rain gauge.")],
    [
      "a neighbour where the water comes from",
      text("东湖区的水流进西河区。", "Water from Donghu District enters Xihe District."),
    ],
    ["a number in figures and in words", text("等两小时，再看三楼。", "Wait 2 hours, then look at the third floor.")],
    [
      "words that are no numbers",
      text("万一进水，千万不要一起走，看四周。", "If water comes in, never walk together. Look around."),
    ],
    ["a number that one language repeats", text("拨打119。出不去也打119。", "Call 119, also when you cannot leave.")],
    ["clocks of both kinds", text("晚上8点到凌晨2点半", "8 pm to 2:30 am")],
    ["one unit in two writings", text("雨量104毫米，3小时", "104 mm of rain in 3 h")],
  ])("none for %s", (_what, texts) => expect(codes({ texts })).toEqual([]))

  test.each<[string, Partial<Coached>]>([
    ["NO_ACTION", { texts: text("  ", "Go up") }],
    ["NO_AREA", { areas: [] }],
    ["ENDS_BEFORE_START", { expires: now }],
    ["ALREADY_OVER", { onset: new Date("2026-07-01"), expires: new Date("2026-07-02") }],
    ["NUMBERS_DIFFER", { texts: text("水深28厘米", "Water is 82 cm deep") }],
    ["NUMBERS_DIFFER", { texts: text("7月31日前", "until 30 Jul") }],
    ["NUMBERS_DIFFER", { texts: text("两小时后", "in three hours") }],
    ["NUMBERS_DIFFER", { texts: text("去3层，3米以上", "Go to floor 3, above 4 metres") }],
    ["UNITS_DIFFER", { texts: text("水深28厘米", "Water is 28 mm deep") }],
    ["WEEKDAYS_DIFFER", { texts: text("周五", "until Saturday") }],
    ["PLACES_DIFFER", { texts: text("西河区和东湖区", "Xihe District") }],
    ["PLACES_DIFFER", { texts: text("西河区", "Xihe District and Donghu District") }],
    ["PLACE_ELSEWHERE", { texts: text("东湖区有雨", "Rain in Donghu District") }],
    ["TIME_WORD", { texts: text("今晚不要出门", "Stay in") }],
    ["TIME_WORD", { texts: text("不要出门", "Stay in Tonight") }],
    ["TIME_WORD", { texts: text("24:00 前不要出门", "Stay in until 24:00") }],
    ["SLOT_OPEN", { texts: text("雨量{{value}}", "Rain {{value}}") }],
  ])("%s", (code, change) => expect(codes(change)).toContain(code))
})

test("a number mend gives either language the number of the other", () => {
  const texts = text("水深28厘米,第28号", "Water is 82 cm deep")
  const [must] = findMusts({ ...sound, texts: text("水深28厘米", "Water is 82 cm deep") }, around)
  expect(must?.mends?.map(({ put, language, changes }) => ({ put, language, changes }))).toEqual([
    { put: "82", language: "zh-CN", changes: [{ language: "zh-CN", field: "instruction", find: "28", put: "82" }] },
    { put: "28", language: "en", changes: [{ language: "en", field: "instruction", find: "82", put: "28" }] },
  ])
  // Where it stands twice, what stands around it says which one.
  const [twice] = findMusts({ ...sound, texts }, around)
  expect(twice?.mends?.[0]?.changes?.[0]).toMatchObject({ find: "深28厘", put: "深82厘" })
})

test("the mend of a word for a day names that day in both languages", () => {
  const texts = text("今晚不要出门。", "Stay in tonight.")
  const mends = findMusts({ ...sound, texts }, around).find(({ code }) => code === "TIME_WORD")?.mends
  expect(mends?.[0]?.changes).toEqual([
    { language: "zh-CN", field: "instruction", find: "今晚", put: "7月31日 周五晚上" },
    { language: "en", field: "instruction", find: "tonight", put: "the evening of Fri 31 Jul" },
  ])
})

test("a line whose slot nothing is known for is taken out of both languages", () => {
  const written = text("不要出门。\n雨量{{value}}。", "Stay in.\nRain {{value}}.")
  const mends = findMusts({ ...sound, written, texts: written }, around).find(({ code }) => code === "SLOT_OPEN")?.mends
  expect(mends?.[0]?.changes?.map(({ find, put }) => [find, put])).toEqual([
    ["雨量{{value}}。", ""],
    ["Rain {{value}}.", ""],
  ])
})
