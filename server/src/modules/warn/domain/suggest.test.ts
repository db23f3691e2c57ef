import { expect, test } from "vitest"
import { suggest } from "./suggest.ts"

const now = new Date("2026-07-30T19:00:00Z")
const texts = { headline: "", description: "", instruction: "" }
const both = { "zh-CN": texts, en: texts }
const level = {
  validHours: 6,
  urgency: "Immediate",
  severity: "Extreme",
  certainty: "Observed",
  texts: both,
  lifted: both,
} as const

test.each([
  ["has begun and was measured", 0, true, ["Immediate", "Observed"]],
  ["has begun, nothing measured", 0, false, ["Immediate", "Likely"]],
  ["begins within the hour", 40, true, ["Expected", "Likely"]],
  ["begins later", 180, false, ["Future", "Likely"]],
])("what %s", (_what, leadMin, isMeasured, expected) => {
  const { urgency, certainty, severity } = suggest(level, { onset: new Date(now.getTime() + leadMin * 60_000), now, isMeasured })
  expect([urgency, certainty, severity]).toEqual([...expected, "Extreme"])
})
