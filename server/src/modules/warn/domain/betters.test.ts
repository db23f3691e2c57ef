import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { findBetters } from "./betters.ts"

const named = (id: string, chinese: string, english: string): AreaRef => ({ id, name: { "zh-CN": chinese, en: english } })
const xihe = named("c/xihe", "西河区", "Xihe")
const beigang = named("c/beigang", "北港区", "Beigang")
const expires = new Date("2026-07-31T00:00:00Z")

function look(chinese: string, english: string, areas = [xihe], neighbours = [beigang]) {
  const one = (description: string) => ({ headline: "-", description, instruction: "-" })
  const texts: WarningTexts = { "zh-CN": one(chinese), en: one(english) }
  return findBetters({ areas, texts, expires }, neighbours, "Asia/Shanghai").map(({ code, found }) => `${code} ${found}`)
}

test("words that agree with place and time need nothing better", () => {
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
])("remarks on %s", (_what, chinese, english, found) => expect(look(chinese, english)).toEqual(found))

test("the name of a neighbour inside the longer name of an included area is not meant", () => {
  const street = named("c/xihe/beigang", "北港区路街道", "Beigang Road")
  expect(look("北港区路街道到08:00。", "Beigang Road until 08:00.", [street])).toEqual([])
  expect(look("北港区路街道和北港区到08:00。", "Beigang Road until 08:00.", [street])).toEqual(["PLACE_NOT_INCLUDED 北港区"])
})
