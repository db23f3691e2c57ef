import { PackRule } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { emptyDraft, toDraft, toRule } from "./rule-draft.ts"

test("a rule that nobody touched comes back as it was", () => {
  for (const given of [
    { over: "sum", area: "district" },
    { over: "cluster", radiusM: 300, area: { areas: ["linjiang/xihe"], stations: ["a", "b"] } },
    { over: "rules", of: ["a", "b"], area: "smallest", holdMin: 5, clearShare: 0.55 },
  ]) {
    const name = { "zh-CN": "雨", en: "Rain" }
    const rule = PackRule.parse({
      ...{ id: "x", name, property: "rainfall", jurisdiction: "any", windowMin: 60, levels: { blue: 1, red: 2.5 } },
      ...given,
    })
    expect(toRule(toDraft({ hazard: "rainstorm", rule }))).toEqual(rule)
  }
})

test("what is not filled in is not sent as zero", () => {
  expect(toRule(emptyDraft("rainstorm", "rainfall")).levels).toEqual({})
})
