import type { WarningTexts } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { findCorrectionFault } from "./correction.ts"

const texts: WarningTexts = {
  "zh-CN": {
    headline: "西河区暴雨红色预警",
    description: "3小时雨量104毫米，至08:00。",
    instruction: "现在就去高处。不要过河。",
  },
  en: {
    headline: "Rainstorm, red, in Xihe",
    description: "104 mm in 3 h, until 08:00.",
    instruction: "Go to high ground now. Do not cross rivrs.",
  },
}
const places = [
  { id: "xihe", name: { "zh-CN": "西河区", en: "Xihe" } },
  { id: "donghu", name: { "zh-CN": "东湖区", en: "Donghu" } },
]
const fault = (language: "zh-CN" | "en", field: "headline" | "description" | "instruction", from: string, to: string) => {
  const after = structuredClone(texts)
  expect(after[language][field]).toContain(from)
  after[language][field] = after[language][field].replace(from, to)
  return findCorrectionFault(texts, after, places)
}

test("a slip of the pen may be mended", () => {
  expect(fault("en", "instruction", "rivrs", "rivers")).toBeUndefined()
  expect(fault("zh-CN", "instruction", "高处", "高地")).toBeUndefined()
  expect(fault("zh-CN", "description", "至", "到")).toBeUndefined()
})

test("what would say something else is no slip", () => {
  expect(fault("en", "description", "104", "140")).toBe("numbers")
  expect(fault("zh-CN", "description", "08:00", "09:00")).toBe("numbers")
  expect(fault("zh-CN", "headline", "西河", "东湖")).toBe("places")
  expect(fault("en", "headline", "in Xihe", "in Xihe, Donghu")).toBe("places")
  expect(fault("en", "headline", "red", "orange")).toBe("level")
  expect(fault("zh-CN", "headline", "红", "橙")).toBe("level")
  expect(fault("en", "instruction", "Do not cross", "Do cross")).toBe("negation")
  expect(fault("zh-CN", "instruction", "不要过河", "要过河")).toBe("negation")
  expect(fault("en", "instruction", "Go to high ground", "Wait in the cellar for somebody")).toBe("more")
  expect(findCorrectionFault(texts, texts, places)).toBe("same")
})

const judge = (language: "zh-CN" | "en", was: string, is: string) => {
  const before = structuredClone(texts)
  before[language].instruction = was
  const after = structuredClone(before)
  after[language].instruction = is
  return findCorrectionFault(before, after, [
    ...places,
    { id: "school", name: { "zh-CN": "红旗学校", en: "Hongqi School" } },
    { id: "other", name: { "zh-CN": "红星学校", en: "Hongqu School" } },
  ])
}
const slips = [
  ["en", "Leav the cellar before 18:00.", "Leave the cellar before 18:00."],
  ["en", "Go to teh school", "Go to the school."],
  ["en", "Move 3 boxs upstairs by Monday 18:00.", "Move 3 boxes upstairs by Monday 18:00."],
  ["zh-CN", "请立既撤离，3小时内到红旗学校。", "请立即撤离，3小时内到红旗学校。"],
  ["zh-CN", "请勿靠近河到。", "请勿靠近河道。"],
] as const
const others = [
  ["en", "Move from Xihe to Donghu now.", "Move from Donghu to Xihe now."],
  ["en", "Go upstairs now.", "Go downstairs now."],
  ["en", "Leave by Monday 18:00.", "Leave by Friday 18:00."],
  ["en", "Leave by Monday.", "Leave by Sunday."],
  ["en", "Leave this morning.", "Leave tomorrow evening."],
  ["en", "Boil the water. Do not leave home.", "Do not boil the water. Leave home."],
  ["en", "Close all windows.", "Open all windows."],
  ["en", "Go to Hongqi School.", "Go to Hongqu School."],
  ["en", "Stay 5 floors up.", "Stay 5 streets up."],
  ["en", "Leave within 2 weeks.", "Leave within 2 months."],
  ["en", "Stay 5 m away.", "Stay 5 km away."],
  ["en", "The bridge is safe.", "The bridge is unsafe."],
  ["en", "Fetch water.", "Fetch gather."],
  ["en", "Go into the house.", "Go onto the house."],
  ["en", "Don't wait, leave.", "Don't. Wait. Leave."],
  ["en", "You can go out.", "You can't go out."],
  ["zh-CN", "到高处。", "到低处。"],
  ["zh-CN", "上楼。", "下楼。"],
  ["zh-CN", "打开门窗。", "关闭门窗。"],
  ["zh-CN", "从西河区到东湖区。", "从东湖区到西河区。"],
  ["zh-CN", "周一前撤离。", "周五前撤离。"],
  ["zh-CN", "2天内撤离。", "2月内撤离。"],
  ["zh-CN", "离岸5米。", "离岸5公里。"],
  ["zh-CN", "到红旗学校。", "到红星学校。"],
  ["zh-CN", "留在家里。", "离开家里。"],
] as const

test("what stands before a number, or is a letter wrong, is a slip; what sends people elsewhere is none, either way round", () => {
  for (const [language, was, is] of slips) expect([is, judge(language, was, is)]).toEqual([is, undefined])
  for (const [language, was, is] of others) {
    expect([is, judge(language, was, is)]).not.toEqual([is, undefined])
    expect([was, judge(language, is, was)]).not.toEqual([was, undefined])
  }
})

test("no change of words passes for a slip that exchanges, turns round, or puts in a whole one", () => {
  const random = new Random(7)
  const words = "leave boil water upstairs bridge river school window before shelter north south gather people cellar".split(" ")
  for (let run = 0; run < 300; run++) {
    const said = Array.from({ length: 6 }, () => random.pick(words))
    const at = random.int(6)
    const word = random.pick(words.filter((one) => one !== said[at]))
    for (const now of [said.with(at, word), said.toSpliced(at, 0, word), said.toSpliced(at, 1)])
      expect([said, now, judge("en", said.join(" "), now.join(" "))]).toEqual([said, now, "more"])
  }
})
