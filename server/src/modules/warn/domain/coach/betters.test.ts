import { type AreaRef, applyChange, type WarningTexts } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { findBetters } from "./betters.ts"

const named = (id: string, chinese: string, english: string): AreaRef => ({ id, name: { "zh-CN": chinese, en: english } })
const xihe = named("c/xihe", "西河区", "Xihe")
const beigang = named("c/beigang", "北港区", "Beigang")
const expires = new Date("2026-07-31T00:00:00Z")
const city = { "zh-CN": "临江市", en: "Linjiang" }
const around = {
  now: new Date("2026-07-30T19:00:00Z"),
  timeZone: "Asia/Shanghai",
  places: [named("c", "临江市", "Linjiang"), xihe, beigang],
  city,
  hazard: [{ "zh-CN": "暴雨", en: "Rain" }],
}

interface Words {
  readonly description: string
  readonly instruction?: string
}

function find(chinese: Words, english: Words, areas = [xihe], neighbours = [beigang]) {
  const one = (headline: string, { description, instruction }: Words, act: string) => ({
    headline,
    description,
    instruction: instruction ?? act,
  })
  const texts: WarningTexts = {
    "zh-CN": one("临江市暴雨", chinese, "不要出门。"),
    en: one("Linjiang: rain", english, "Stay in."),
  }
  return findBetters({ areas, texts, written: null, onset: around.now, expires }, { ...around, neighbours })
}

function look(chinese: string, english: string, areas = [xihe], neighbours = [beigang]) {
  return find({ description: chinese }, { description: english }, areas, neighbours).map(({ code, found }) => `${code} ${found}`)
}

test("words with all five parts, plain and short, need nothing better", () => {
  expect(look("西河区到08:00。", "Xihe, until 08:00.")).toEqual([])
})

test.each([
  ["a place that is not included", "西河区、北港区到08:00。", "Xihe until 08:00.", ["PLACE_NOT_INCLUDED 北港区"]],
  ["an end that is not said", "西河区。", "Xihe until 08:00.", ["END_NOT_SAID 08:00"]],
  [
    "who is meant",
    "请有关部门做好准备，到08:00。",
    "Relevant units prepare until 08:00.",
    ["VAGUE_ACTOR 有关部门", "VAGUE_ACTOR Relevant units"],
  ],
  ["a hard word", "西河区到08:00。", "Heavy precipitation in Xihe until 08:00.", ["HARD_WORD precipitation"]],
  ["a character that few read", "西河区河水漶漫，到08:00。", "Xihe until 08:00.", ["RARE_CHARACTER 漶"]],
  ["a paste from a document", "西河区到08:00。", "Don’t go out in Xihe until 08:00.", ["CURLY_QUOTES ’"]],
  ["a paste from a web page", "西河区到08:00。", "<b>Xihe</b> until 08:00.", ["HTML <b>"]],
])("remarks on %s", (_what, chinese, english, found) => expect(look(chinese, english)).toEqual(found))

test("a long sentence is counted by what its author wrote", () => {
  const long = `Water in Xihe ${"rises and ".repeat(12)}stays until 08:00.`
  expect(look("西河区到08:00。", long)).toEqual([`LONG_SENTENCE ${long}`])
  expect(look(`西河区${"河水上涨很快".repeat(6)}到08:00。`, "Xihe until 08:00.")[0]).toMatch(/^LONG_SENTENCE 西河区/)
})

test("what phones cut off is said with the figure", () => {
  const [short, parts] = find(
    { description: "西河区到08:00。" },
    { description: "Xihe until 08:00.", instruction: `Stay in. ${"Keep calm. ".repeat(60)}` },
  )
  expect([short, parts]).toMatchObject([
    { code: "SHORT_LONG", limit: 360 },
    { code: "SMS_PARTS", limit: 4 },
  ])
})

test("at most three are shown, and a mend makes what it says", () => {
  const remarks = find({ description: "雨。" }, { description: "<p>Rain.</p>", instruction: "Danger." })
  expect(remarks).toHaveLength(3)
  expect(remarks[0]).toMatchObject({ code: "HTML" })
  const changes = remarks[0]!.mends![0]!.changes!
  expect(changes.reduce((text, change) => applyChange(text, change), "<p>Rain.</p>")).toBe("Rain.")
})

test("the name of a neighbour inside the longer name of an included area is not meant", () => {
  const street = named("c/xihe/beigang", "北港区路街道", "Beigang Road")
  expect(look("北港区路街道到08:00。", "Beigang Road until 08:00.", [street])).toEqual([])
  expect(look("北港区路街道和北港区到08:00。", "Beigang Road until 08:00.", [street])).toEqual(["PLACE_NOT_INCLUDED 北港区"])
})
