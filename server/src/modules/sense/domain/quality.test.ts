import { expect, test } from "vitest"
import { isQualityCode, qualityOf } from "./quality.ts"

test.each([
  ["good", "good"],
  ["http://www.opengis.net/def/waterml/2.0/quality/suspect", "doubtful"],
  [{ type: "DQ_Element", DQ_Result: { code: "Estimated" } }, "estimate"],
  [["good", "poor", "estimate"], "poor"],
  [["P", "provisional"], "unchecked"],
  [{ accuracy: 0.2 }, undefined],
  [undefined, undefined],
  [null, undefined],
] as const)("%j says %s", (given, quality) => {
  expect(qualityOf(given as Parameters<typeof qualityOf>[0])).toBe(quality)
})

test("only codes of the list pass as such, not words around them", () => {
  expect(["suspect", "http://www.opengis.net/def/waterml/2.0/quality/suspect"].map(isQualityCode)).toEqual([true, true])
  expect(["the suspect", "http://x.example/suspect", { code: "suspect" }, undefined].some(isQualityCode)).toBe(false)
})
