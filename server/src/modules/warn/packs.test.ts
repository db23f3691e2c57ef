import { levels } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { loadPacks } from "../../platform/packs/index.ts"
import { fillTexts } from "./domain/fill.ts"
import { findMusts } from "./domain/musts.ts"
import { areaRef } from "./test/city.ts"

const onset = new Date("2026-07-30T19:00:00Z")
const expires = new Date("2026-07-31T00:00:00Z")
const areas = ["linjiang/xihe", "linjiang/donghu"].map(areaRef)
const because = [{ datastream: "d", thing: { "zh-CN": "西河3号站", en: "Xihe gauge 3" }, at: "2026-07-30T18:55:00Z", value: 9 }]
const texts = loadPacks(new URL("../../../../packs/", import.meta.url)).all.flatMap(({ hazard, rules, warning }) =>
  levels.flatMap((level) => {
    const source = { areas, level, onset, expires, city: areaRef("linjiang").name, timeZone: "Asia/Shanghai" }
    const measured = { value: 104.04, threshold: 100, unit: "mm", because }
    return [
      ...rules
        .filter(({ over, levels: raised }) => over !== "missing" && raised[level] !== undefined)
        .map((rule) => ({
          name: `${hazard} ${level} by ${rule.id}`,
          texts: fillTexts(warning.levels[level].texts, { ...source, measured: { ...measured, rule } }),
        })),
      {
        name: `${hazard} ${level}, nothing measured`,
        texts: fillTexts(warning.levels[level].texts, { ...source, measured: null }),
      },
      { name: `${hazard} ${level} lifted`, texts: fillTexts(warning.levels[level].lifted, source) },
    ]
  }),
)

test("there are packs to look at", () => expect(texts.length).toBeGreaterThan(0))

test.each(texts)("what the pack says can be sent as it is: $name", ({ texts: filled }) => {
  expect(findMusts({ areas, texts: filled, onset, expires }, onset)).toEqual([])
})
