import { expect, test } from "vitest"
import { loadPacks } from "../platform/packs/index.ts"
import { airPlansOf } from "./air-extra.ts"
import { airWarnings, type ForecastBasis } from "./air-warnings.ts"
import { chooseOptions } from "./options.ts"
import { WarningLedger } from "./warning-ledger.ts"

const packs = loadPacks(new URL("../../../packs/", import.meta.url))
const plans = airPlansOf(packs.find("air-pollution")!)

function warningsFor(aqis: readonly (number | null)[], basis: ForecastBasis, id?: string): string[] {
  const days = aqis.map((aqi, index) => ({ date: `2015-12-${String(index + 1).padStart(2, "0")}`, aqi }))
  const plan = plans.find((one) => one.id === id)
  const found = airWarnings({ hazard: "air-pollution", area: "Beijing", days, basis, plans, jurisdiction: "beijing", plan })
  return found.map(({ level, sent, ended }) => `${level} ${sent.slice(8, 13)} ${ended?.slice(8, 13) ?? "-"}`)
}

test("a warning is sent the evening before and ends with the last bad day", () => {
  expect(warningsFor([80, 80, 250, 250, 90, 90], "hindsight")).toEqual(["blue 02T18 05T00"])
  expect(warningsFor([80, 250, 320, 250, 90], "hindsight")).toEqual(["orange 01T18 05T00"])
  expect(warningsFor([80, 310, 320, 330, 90], "hindsight")).toEqual(["red 01T18 05T00"])
  expect(warningsFor([80, 250, 320], "hindsight")).toEqual(["blue 01T18 02T18", "yellow 02T18 -"])
})

test("a day without an index interrupts", () => {
  expect(warningsFor([80, 310, null, 330, 90], "hindsight")).toEqual(["yellow 01T18 03T00", "yellow 03T18 05T00"])
})

test("the version matters: what 2013 calls blue, 2023 calls orange", () => {
  const bad = [80, 250, 250, 90, 90]
  expect(warningsFor(bad, "hindsight")).toEqual(["blue 01T18 04T00"])
  expect(warningsFor(bad, "hindsight", "beijing-2023")).toEqual(["orange 01T18 04T00"])
  expect(warningsFor([80, 160, 160, 90], "hindsight", "beijing-2023")).toEqual(["yellow 01T18 04T00"])
})

test("persistence says four more days of yesterday, and is late at both ends", () => {
  expect(warningsFor([80, 250, 90, 90, 90], "persistence")).toEqual(["yellow 03T18 05T00"])
  expect(warningsFor([80, 80, 80], "persistence")).toEqual([])
})

test("options are found by year or name, and refused with what there is", () => {
  const choose = (given: object) => chooseOptions(given, plans, ["national", "beijing"])
  expect(choose({})).toEqual({ standard: "by-date", plan: undefined, basis: "hindsight", jurisdiction: "beijing" })
  for (const standard of ["2012", "HJ633-2012", "hj-633-2012", "HJ 633-2012"])
    expect(choose({ standard }).standard).toBe("HJ 633-2012")
  expect([choose({ plan: "2023" }).plan?.id, choose({ plan: "beijing-2013" }).plan?.id]).toEqual(["beijing-2023", "beijing-2013"])
  for (const given of [{ standard: "1996" }, { standard: "" }, { plan: "1999" }, { basis: "luck" }, { jurisdiction: "any" }])
    expect(() => choose(given)).toThrow(expect.objectContaining({ code: "PACKS_REPLAY_OPTION_UNKNOWN" }))
})

test("a level rises at once, does not fall, and ends when nothing is left", () => {
  const ledger = new WarningLedger("rainstorm")
  const hour = (n: number) => Date.UTC(2016, 6, 20, n)
  for (const [n, level] of ([null, "blue", "orange", "yellow", "orange", null, "blue"] as const).entries())
    ledger.want("A", level, hour(n))
  expect(ledger.list().map(({ level, sent, ended }) => [level, sent.slice(11, 13), ended?.slice(11, 13)])).toEqual([
    ["blue", "09", "10"],
    ["orange", "10", "13"],
    ["blue", "14", undefined],
  ])
})
