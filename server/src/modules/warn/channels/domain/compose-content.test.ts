import { splitShortMessage, type WarningTexts } from "@holdfast/contracts"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { mqttKind } from "../mqtt/index.ts"
import { backoffMs } from "./backoff.ts"
import { composeContent } from "./compose-content.ts"
import { rankOf, TEST_RANK } from "./rank.ts"

const texts: WarningTexts = {
  "zh-CN": {
    headline: "暴雨红色预警",
    description: "3小时累计104毫米。",
    instruction: "现在就去高处。不要过河、不要进地下通道。带上药和手机。",
  },
  en: {
    headline: "Red rainstorm warning",
    description: "104 mm of rain in 3 h.",
    instruction: "Go to high ground now. Do not cross rivers. Take medicine — and your phone.",
  },
}
const facts = {
  purpose: "warning",
  status: "Actual",
  code: "W-88",
  page: "https://linjiang.example/warnings/W-88",
  texts,
  areas: [{ id: "linjiang/xihe", name: { "zh-CN": "西河区", en: "Xihe" } }],
  targets: [],
  expires: new Date("2026-07-31T00:00:00Z"),
  timeZone: "Asia/Shanghai",
} as const

describe("what all channels say", () => {
  test("is what, do, where, until, in this order, from one value in both languages", () => {
    const { texts: said } = composeContent(facts)
    expect(said.en.text).toBe(
      `${texts.en.description}\n${texts.en.instruction}\nWhere: Xihe.\nUntil Fri 31 Jul 2026, 08:00 (UTC+8).`,
    )
    expect(said["zh-CN"].short).toBe(
      "暴雨红色预警。现在就去高处。不要过河、不要进地下通道。带上药和手机。范围：西河区。到7月31日 08:00。 https://linjiang.example/warnings/W-88",
    )
    expect(splitShortMessage(said.en.short)).toMatchObject({ alphabet: "gsm-7" })
  })
  test("says neither place nor time twice, where the words of the pack name them", () => {
    const description = "Where: Xihe. From 03:12 until Fri 31 Jul 2026, 08:00 (UTC+8)."
    const { texts: said } = composeContent({ ...facts, texts: { ...texts, en: { ...texts.en, description } } })
    for (const text of [said.en.text, said.en.speech])
      expect([text.match(/Xihe/g)?.length, text.match(/08:00/g)?.length]).toEqual([1, 1])
  })
  test("of what is over names no end, and what is not real says so first", () => {
    const lifted = composeContent({ ...facts, purpose: "lifting" }).texts.en
    expect(lifted.text + lifted.short + lifted.speech).not.toMatch(/until/i)
    for (const [status, en, zh] of [
      ["Exercise", "DRILL: ", "【演练】"],
      ["Test", "TEST: ", "【测试】"],
    ] as const) {
      const { texts: said } = composeContent({ ...facts, status })
      for (const text of [said.en.headline, said.en.short, said.en.speech]) expect(text.startsWith(en)).toBe(true)
      for (const text of [said["zh-CN"].headline, said["zh-CN"].short, said["zh-CN"].speech])
        expect(text.startsWith(zh)).toBe(true)
    }
  })
  test("never takes more than two short messages, and leaves out whole sentences only", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    const sentence = word.map((one) => `${one.replaceAll(/[.!?。！？\n]/gu, "x")}。`)
    fc.assert(
      fc.property(word, fc.array(sentence, { maxLength: 12 }), (headline, sentences) => {
        const instruction = sentences.join("")
        const { texts: said } = composeContent({
          ...facts,
          texts: { ...texts, "zh-CN": { headline, description: "x", instruction } },
        })
        const { short } = said["zh-CN"]
        expect(splitShortMessage(short).parts.length).toBeLessThanOrEqual(2)
        expect(short).toContain("到7月31日 08:00。")
      }),
      { seed: 7 },
    )
  })
})

test("what is real goes before every test, higher levels before lower ones, and what takes back first within one", () => {
  const ranked = [
    rankOf({ purpose: "retraction", level: "red" }),
    rankOf({ purpose: "warning", level: "red" }),
    rankOf({ purpose: "lifting", level: "red" }),
    rankOf({ purpose: "retraction", level: "orange" }),
    rankOf({ purpose: "lifting", level: "blue" }),
    rankOf({ purpose: "test", level: "red" }),
  ]
  expect(ranked).toEqual(ranked.toSorted((a, b) => a - b))
  expect(new Set(ranked).size).toBe(ranked.length)
  expect(ranked.at(-1)).toBe(TEST_RANK)
})

test("a broker keeps each event under a topic of its own, and its address holds no password", () => {
  const accepts = (change: object) => mqttKind.settings.safeParse({ url: "mqtts://broker.example", ...change }).success
  expect(accepts({})).toBe(true)
  expect(accepts({ topic: "sirens/{area}" })).toBe(false)
  expect(accepts({ topic: "sirens/{area}/{hazard}" })).toBe(true)
  expect(accepts({ topic: "sirens/{area}", retain: false })).toBe(true)
  expect(accepts({ url: "mqtts://bot:pa55@broker.example" })).toBe(false)
})

test("who failed waits longer each time, spread, and never for more than seven and a half minutes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (attempt, draw, asked) => {
        const waitMs = backoffMs(attempt, draw, asked)
        expect(waitMs).toBeGreaterThanOrEqual(Math.min(1_000 * 2 ** (attempt - 1), 150_000))
        expect(waitMs).toBeLessThanOrEqual(450_000)
      },
    ),
    { seed: 7 },
  )
})
