import { ruleKinds } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { compareLanguages } from "./coach/compare.ts"
import { type Measured, sayMeasured } from "./say-measured.ts"

const gauge = { "zh-CN": "西河3号站", en: "Xihe gauge 3" }
const measured: Measured = {
  value: 53.24,
  threshold: 50,
  unit: "mm",
  because: [{ datastream: "d", thing: gauge, at: "2026-07-30T19:05:00Z", value: 9 }],
  rule: { over: "sum", windowMin: 180 },
}
const say = (changed: Partial<Measured>) =>
  (["zh-CN", "en"] as const).map((language) => sayMeasured({ ...measured, ...changed }, language, "Asia/Shanghai"))
const by = (over: (typeof ruleKinds)[number], more: object = {}) => ({ rule: { over, windowMin: 180, ...more } })

test.each([
  [by("sum"), "3小时累计53.2毫米（西河3号站）", "53.2 mm in 3 h at Xihe gauge 3"],
  [by("sum", { windowMin: 90 }), "1小时30分累计53.2毫米（西河3号站）", "53.2 mm in 1 h 30 min at Xihe gauge 3"],
  [by("mean"), "3小时平均53.2毫米（西河3号站）", "53.2 mm on average over 3 h at Xihe gauge 3"],
  [by("max"), "3小时最高53.2毫米（西河3号站）", "up to 53.2 mm in 3 h at Xihe gauge 3"],
  [by("min"), "3小时最低53.2毫米（西河3号站）", "down to 53.2 mm in 3 h at Xihe gauge 3"],
  [by("rise"), "3小时上升53.2毫米（西河3号站）", "up by 53.2 mm in 3 h at Xihe gauge 3"],
  [by("fall"), "3小时下降53.2毫米（西河3号站）", "down by 53.2 mm in 3 h at Xihe gauge 3"],
  [
    by("latest"),
    "2026年7月31日 周五 03:05（UTC+8）测得53.2毫米（西河3号站）",
    "53.2 mm at Xihe gauge 3, Fri 31 Jul 2026, 03:05 (UTC+8)",
  ],
  [
    { ...by("cluster", { radiusM: 200, windowMin: 10 }), value: 4, unit: "1" },
    "10分内在200米范围报警4处",
    "4 alarms in 10 min within 200 m",
  ],
  [
    { ...by("rules", { of: ["a", "b", "c"] }), value: 2, unit: "1" },
    "3小时内符合3条规则中的2条",
    "2 of 3 rules fulfilled in 3 h",
  ],
])("a value is never said without its window: %o", (changed, chinese, english) => {
  const said = say(changed)
  expect(said).toEqual([chinese, english])
  expect(compareLanguages(chinese, english).numbers).toEqual({ "zh-CN": [], en: [] })
})

test("every kind of rule has its words, but missing data, which has no value", () => {
  const silent = ruleKinds.filter((over) => say(by(over)).some((said) => !said || said.includes("measured.")))
  expect(silent).toEqual(["missing"])
})

test("what cannot be said whole is not said, so that the coach asks for it", () => {
  for (const part of [{ value: null }, { rule: undefined }, { because: [] }]) expect(say(part)).toEqual([undefined, undefined])
})
