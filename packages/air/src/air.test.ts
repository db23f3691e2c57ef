import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type DayHours,
  dayMean,
  gradeCityDay,
  gradeDay,
  gradeHour,
  hourlyPollutants,
  individualIndex,
  levelOf,
  ozoneDayMaximum8h,
  standardOn,
} from "./index.ts"
import { roundedMean } from "./round.ts"
import { indexAt, standards, tables } from "./standard.ts"

const clean = { "PM2.5": 10, PM10: 20, SO2: 5, NO2: 10, CO: 0.5, O3: 40 }
const everyHour = (values: Record<string, number | null>, hours = 24): DayHours =>
  Object.fromEntries(
    hourlyPollutants.map((name) => [name, Array.from({ length: 24 }, (_, hour) => (hour < hours ? values[name]! : null))]),
  ) as unknown as DayHours

describe("the standard", () => {
  test("changes on 1 March 2026, and only for particles", () => {
    expect([standardOn("2015-12-08"), standardOn("2026-02-28"), standardOn("2026-03-01")]).toEqual([
      "HJ 633-2012",
      "HJ 633-2012",
      "HJ 633-2026",
    ])
    const { daily: old } = tables["HJ 633-2012"]
    const { daily: now } = tables["HJ 633-2026"]
    expect([old["PM2.5"][2], now["PM2.5"][2], old.PM10[2], now.PM10[2]]).toEqual([75, 60, 150, 120])
    expect({ ...old, "PM2.5": 0, PM10: 0 }).toEqual({ ...now, "PM2.5": 0, PM10: 0 })
  })
  test.each(standards)("%s: each breakpoint has its index, and the index rises with the concentration", (standard) => {
    for (const breakpoints of [...Object.values(tables[standard].daily), ...Object.values(tables[standard].hourly)]) {
      for (const [at, concentration] of breakpoints.entries())
        expect(individualIndex(concentration, breakpoints)).toBe(indexAt[at])
      for (let c = 0; c < breakpoints.at(-1)!; c += 1)
        expect(individualIndex(c, breakpoints)!).toBeLessThanOrEqual(individualIndex(c + 1, breakpoints)!)
    }
  })
})

describe("rounding", () => {
  test("an exact half goes to the even neighbour, as binary fractions would not", () => {
    expect(roundedMean([4.6, 4.7], 1)).toBe(4.6)
    expect(roundedMean([1.9, 2], 1)).toBe(2)
    expect([roundedMean([0.5], 0), roundedMean([1.5], 0), roundedMean([2.5], 0)]).toEqual([0, 2, 2])
  })
  test("an index is rounded up, but a whole one stays", () => {
    expect(individualIndex(36, tables["HJ 633-2012"].daily["PM2.5"])).toBe(52)
    expect(individualIndex(195, tables["HJ 633-2012"].daily["PM2.5"])).toBe(245)
    expect(individualIndex(6.2, tables["HJ 633-2012"].daily.CO)).toBe(111)
  })
  test("never leaves the mean by more than half a step", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 24 }),
        fc.constantFrom(0, 1),
        (tenths, digits) => {
          const values = tenths.map((value) => value / 10)
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length
          expect(Math.abs(roundedMean(values, digits as 0 | 1) - mean)).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-9)
        },
      ),
    )
  })
})

describe("a day", () => {
  test("needs 20 valid hours", () => {
    expect(dayMean(everyHour(clean, 20)["PM2.5"], 0)).toBe(10)
    expect(dayMean(everyHour(clean, 19)["PM2.5"], 0)).toBeNull()
  })
  test("ozone: the highest of the windows inside the day, each with 6 hours, at least 14 of them", () => {
    const afternoon = Array.from({ length: 24 }, (_, hour) => (hour >= 12 && hour < 20 ? 180 : 20))
    expect(ozoneDayMaximum8h(afternoon)).toBe(180)
    const cut = (hours: number, value: number) => Array.from({ length: 24 }, (_, hour) => (hour < hours ? value : null))
    expect(ozoneDayMaximum8h(cut(19, 100))).toBe(100)
    expect(ozoneDayMaximum8h(cut(18, 100))).toBeNull()
    expect(ozoneDayMaximum8h(cut(18, 170))).toBe(170)
    expect(ozoneDayMaximum8h(cut(5, 170))).toBeNull()
  })
  test("takes the highest index, names all who reach it, and names nobody up to 50", () => {
    const bad = gradeDay(everyHour({ ...clean, "PM2.5": 600, PM10: 700 }), "HJ 633-2012")
    expect([bad.aqi, bad.level, bad.primary]).toEqual([500, 6, ["PM2.5", "PM10"]])
    const good = gradeDay(everyHour(clean), "HJ 633-2012")
    expect([good.aqi, good.level, good.primary]).toEqual([20, 1, []])
  })
  test("has no index while one pollutant is missing, unless the rest already exceed the limit", () => {
    expect(gradeDay(everyHour({ ...clean, SO2: null }), "HJ 633-2012").aqi).toBeNull()
    const bad = gradeDay(everyHour({ ...clean, "PM2.5": 160, CO: null }), "HJ 633-2012")
    expect([bad.aqi, bad.level, bad.iaqi.CO]).toEqual([210, 5, null])
    expect(gradeDay(everyHour({ ...clean, "PM2.5": null }, 0), "HJ 633-2012").level).toBeNull()
  })
  test("ozone above 800 over 8 hours is judged by its highest hour", () => {
    expect(gradeDay(everyHour({ ...clean, O3: 900 }), "HJ 633-2012").iaqi.O3_8h).toBe(350)
  })
  test("PM2.5 of 61 is good by the old standard and light pollution by the new one", () => {
    const hours = everyHour({ ...clean, "PM2.5": 61 })
    expect([gradeDay(hours, "HJ 633-2012").level, gradeDay(hours, "HJ 633-2026").level]).toEqual([2, 3])
  })
  test("of a city needs three quarters of its stations", () => {
    const station = gradeDay(everyHour({ ...clean, "PM2.5": 160 }), "HJ 633-2012")
    const dark = gradeDay(everyHour(clean, 0), "HJ 633-2012")
    expect(gradeCityDay([station, station, station, dark], "HJ 633-2012").concentrations["PM2.5"]).toBe(160)
    expect(gradeCityDay([station, station, dark], "HJ 633-2012").aqi).toBeNull()
    expect(gradeCityDay([], "HJ 633-2012").aqi).toBeNull()
  })
})

test("levels end at 50, 100, 150, 200, 300", () => {
  expect([0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500].map(levelOf)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
})

test("an hour uses hourly columns for gases, daily ones for particles, and caps sulphur dioxide at 200", () => {
  const hour = gradeHour({ ...clean, "PM2.5": 100, SO2: 900, O3: 210 }, "HJ 633-2012")
  expect([hour.iaqi["PM2.5"], hour.iaqi.SO2, hour.iaqi.O3, hour.aqi]).toEqual([132, 200, 105, 200])
  expect(gradeHour({ ...clean, SO2: null }, "HJ 633-2012").aqi).toBeNull()
})

test("more pollution never gives a lower index", () => {
  const amount = fc.integer({ min: 0, max: 700 })
  fc.assert(
    fc.property(amount, amount, fc.constantFrom(...standards), (a, b, standard) => {
      const of = (pm: number) => gradeDay(everyHour({ ...clean, "PM2.5": pm }), standard).aqi!
      expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)))
    }),
  )
})
