import { levels, type WarningTexts } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { languages } from "@holdfast/words"
import { describe, expect, test } from "vitest"
import { loadPacks } from "../../platform/packs/index.ts"
import { findBetters, findMusts, textFields } from "./domain/coach/index.ts"
import { beginTexts, fillTexts } from "./domain/fill.ts"
import { areaRef } from "./test/city.ts"

const onset = new Date("2026-07-30T19:00:00Z")
const expires = new Date("2026-07-31T00:00:00Z")
const areas = ["linjiang/xihe", "linjiang/donghu"].map(areaRef)
const city = areaRef("linjiang").name
const places = ["linjiang", "linjiang/xihe", "linjiang/xihe/liuyin", "linjiang/donghu"].map(areaRef)
const around = { now: onset, timeZone: "Asia/Shanghai", places }
const because = [{ datastream: "d", thing: { "zh-CN": "西河3号站", en: "Xihe gauge 3" }, at: "2026-07-30T18:55:00Z", value: 9 }]
const texts = loadPacks(new URL("../../../../packs/", import.meta.url)).all.flatMap(({ hazard, name, rules, warning }) =>
  levels.flatMap((level) => {
    const source = { areas, level, onset, expires, city, timeZone: "Asia/Shanghai" }
    const measured = { value: 104.04, threshold: 100, unit: "mm", because }
    const filledBy = (of: string, template: WarningTexts, seen?: Parameters<typeof fillTexts>[1]["measured"]) => {
      const written = beginTexts(template, { measured: seen })
      const hazards = [name, warning.event]
      return { name: `${hazard} ${level} ${of}`, hazards, written, texts: fillTexts(written, { ...source, measured: seen }) }
    }
    return [
      ...rules
        .filter(({ over, levels: raised }) => over !== "missing" && raised[level] !== undefined)
        .map((rule) => filledBy(`by ${rule.id}`, warning.levels[level].texts, { ...measured, rule })),
      filledBy("nothing measured", warning.levels[level].texts, null),
      filledBy("lifted", warning.levels[level].lifted),
    ]
  }),
)
const musts = (filled: WarningTexts) => findMusts({ areas, texts: filled, written: null, onset, expires }, around)

test("there are packs to look at", () => expect(texts.length).toBeGreaterThan(0))

describe.each(texts)("what the pack says: $name", ({ texts: filled, written, hazards, name }) => {
  test("can be sent as it is", () => expect(musts(filled)).toEqual([]))

  test("leaves nothing to be said better but who says it", () => {
    const better = findBetters(
      { areas, texts: filled, written, onset, expires },
      { ...around, neighbours: [], city, hazard: hazards },
    )
    const open = ["NO_SOURCE", ...(name.endsWith("lifted") ? ["END_NOT_SAID"] : [])]
    expect(better.filter(({ code }) => !open.includes(code))).toEqual([])
  })

  test("cannot be sent when a number is changed in one language", () => {
    const random = new Random(20_261_122)
    for (const language of languages) {
      for (const field of textFields) {
        const text = filled[language][field]
        for (const { 0: found, index } of text.matchAll(/\d+/g)) {
          const other = String(Number(found) + 41 + random.int(900))
          const changed = text.slice(0, index) + other + text.slice(index + found.length)
          const one = { ...filled, [language]: { ...filled[language], [field]: changed } }
          expect(musts(one)).not.toEqual([])
        }
      }
    }
  })
})
