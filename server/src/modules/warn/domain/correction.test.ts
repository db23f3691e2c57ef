import type { WarningTexts } from "@holdfast/contracts"
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
