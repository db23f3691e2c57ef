import fs from "node:fs"
import { describe, expect, test } from "vitest"
import { chooseLanguage, errorWords, formatsIn, wordsIn } from "./index.ts"
import { resources } from "./resources.ts"

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

const chinese = flatten(resources["zh-CN"] as Tree)
const english = flatten(resources.en as Tree)
/** English has a plural that Chinese does not need. */
const bare = (keys: Iterable<string>) => [...new Set([...keys].map((key) => key.replace(/_(one|other)$/, "")))].toSorted()

describe("the language files", () => {
  test("have the same keys", () => {
    expect(bare(english.keys())).toEqual(bare(chinese.keys()))
    expect(english.size).toBeGreaterThan(30)
  })
  test("use the same slots in each sentence", () => {
    const slots = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted()
    for (const [key, text] of chinese) {
      const twin = english.get(key) ?? english.get(`${key.replace(/_other$/, "")}_other`)
      expect([key, slots(twin!)]).toEqual([key, slots(text)])
    }
  })
  test("say nothing empty, nothing with an exclamation mark, and no English in Chinese place of words", () => {
    for (const [key, text] of [...chinese, ...english])
      expect([key, text.trim() === "" || /[!!]/.test(text)]).toEqual([key, false])
    for (const [key, text] of chinese) expect([key, /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(text)]).toEqual([key, false])
  })
  test("write Chinese with full-width punctuation", () => {
    for (const [key, text] of chinese) expect([key, /[\u4e00-\u9fff\u201d][,;:?()](?!\d)/.test(text)]).toEqual([key, false])
  })
  test("are all loaded", () => {
    const files = fs.readdirSync(new URL("./en/", import.meta.url)).map((name) => name.replace(".json", ""))
    expect(Object.keys(resources.en).toSorted()).toEqual(files.toSorted())
  })
})

test("the language is taken from the reader's wish, by weight", () => {
  expect(chooseLanguage("en-US,en;q=0.9,zh-CN;q=0.8", "zh-CN")).toBe("en")
  expect(chooseLanguage("fr, zh-TW;q=0.7, en;q=0.3", "en")).toBe("zh-CN")
  expect(chooseLanguage("fr", "zh-CN")).toBe("zh-CN")
  expect(chooseLanguage(undefined, "en")).toBe("en")
})

test("an error speaks both languages and an unknown one stays silent", () => {
  expect(errorWords("en", "PLATFORM_PORT_IN_USE", { port: 8080, name: "PORT" })).toContain("Port 8080")
  expect(errorWords("zh-CN", "PLATFORM_PORT_IN_USE", { port: 8080, name: "PORT" })).toContain("端口 8080")
  expect(errorWords("en", "PLATFORM_WHAT", {})).toBeUndefined()
  expect(() => wordsIn("en")("platform:none")).toThrow("No words")
})

test("a refusal says the rule that was broken in words, a stranger's as its code, and what somebody wrote as it was written", () => {
  const said = (values: Record<string, string | number>) =>
    errorWords("en", "SENSE_MESSAGE_INVALID", { field: "name", ...values })
  expect(said({ value: "x", rule: "text", max: 5 })).toContain("“x”, which breaks the rule: a text of at most 5 characters.")
  expect(said({ value: "x", rule: "of-another-build" })).toContain("the rule: of-another-build.")
  expect(said({ value: "x", rule: "constructor" })).toContain("the rule: constructor.")
  const value = "$t(rules:time) {{brokenRule}} {{known}} $& $1"
  expect(said({ value, rule: "content-id-known", known: value })).toContain(
    `“${value}”, which breaks the rule: the Content-ID of`,
  )
  expect(said({ value, rule: "content-id-known", known: value })).toContain(`known: ${value}. Mend it`)
})

describe("formats", () => {
  const at = new Date("2026-07-30T19:05:12Z")
  const zh = formatsIn("zh-CN", "Asia/Shanghai")
  const en = formatsIn("en", "Asia/Shanghai")
  test("times", () => {
    expect([zh.dateTime(at), en.dateTime(at)]).toEqual(["2026年7月31日 周五 03:05", "Fri 31 Jul 2026, 03:05"])
    expect([zh.shortDateTime(at), en.shortDateTime(at)]).toEqual(["7月31日 03:05", "31 Jul 03:05"])
    expect(en.clock(at)).toBe("03:05:12")
    expect(en.zone(at)).toBe("UTC+8")
    expect(en.cityTime("2026-07-31T03:05").toISOString()).toBe("2026-07-30T19:05:00.000Z")
    // West of Greenwich, with half an hour, and on the day on which summer time begins.
    expect(formatsIn("en", "America/St_Johns").cityTime("2026-03-08T04:00").toISOString()).toBe("2026-03-08T06:30:00.000Z")
    expect(formatsIn("en", "UTC").cityTime("2026-03-08T04:00").toISOString()).toBe("2026-03-08T04:00:00.000Z")
    expect(en.time(new Date("2026-07-30T16:00:00Z"))).toBe("00:00")
    const end = new Date("2026-07-31T22:00:00Z")
    expect(zh.span(at, end)).toBe("7月31日 周五 03:05 至 8月1日 周六 06:00")
    expect(en.span(at, end)).toBe("Fri 31 Jul 03:05 to Sat 1 Aug 06:00")
    expect([zh.ago(at, new Date(at.getTime() + 1_200_000)), en.ago(at, new Date(at.getTime() + 1_200_000))]).toEqual([
      "20分钟前（03:05）",
      "20 min ago (03:05)",
    ])
  })
  test("numbers", () => {
    expect([zh.people(412_306), en.people(412_306)]).toEqual(["约41.2万人", "about 412,000 people"])
    expect([zh.duration(17_280_000), en.duration(17_280_000)]).toEqual(["4小时48分", "4 h 48 min"])
    expect([zh.duration(0), en.duration(3_600_000)]).toEqual(["0分", "1 h"])
    expect([zh.measure(50, "mm"), en.measure(50, "mm")]).toEqual(["50毫米", "50 mm"])
  })
})
