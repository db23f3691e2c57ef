import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { beijingCriteria, gradeRain, nationalCriteria, type RainSums, RainWindow, rainLevels, sumHours } from "./index.ts"

const start = Date.UTC(2016, 6, 20)
const hour = (index: number) => new Date(start + index * 3_600_000)

function last(hours: readonly (number | null)[]): RainSums {
  const window = new RainWindow()
  return hours.map((mm, index) => window.add(hour(index), mm)).at(-1)!
}
const of = (hours: readonly (number | null)[]) => {
  const sums = last(hours)
  return [gradeRain(sums, nationalCriteria), gradeRain(sums, beijingCriteria)]
}
const dry = (hours: number) => Array.from({ length: hours }, () => 0)

describe("sums", () => {
  test("are exact in tenths, and null while an hour of theirs is missing", () => {
    const sums = last([...dry(21), 0.1, 0.2, null, 0.3].slice(1))
    expect([sums[1], sums[3]]).toEqual([
      { mm: 0.3, atLeastMm: 0.3 },
      { mm: null, atLeastMm: 0.5 },
    ])
    expect(last([0.1, 0.2, 0.3])[3]).toEqual({ mm: 0.6, atLeastMm: 0.6 })
    expect(last([5])[3]).toEqual({ mm: null, atLeastMm: 5 })
  })
  test("hours that were left out are missing; hours out of order are refused", () => {
    const window = new RainWindow()
    window.add(hour(0), 10)
    expect(window.add(hour(3), 10)[6]).toEqual({ mm: null, atLeastMm: 20 })
    expect(window.add(hour(1_000), 1)[24]).toEqual({ mm: null, atLeastMm: 1 })
    expect(() => window.add(hour(1_000), 1)).toThrow(RangeError)
    expect(() => window.add(new Date(start + 5), 1)).toThrow(RangeError)
  })
  const series = fc.array(fc.option(fc.integer({ min: 0, max: 1_200 }), { freq: 8 }), { minLength: 1, maxLength: 60 })
  test("equal what adding the last hours gives, and no longer sum is smaller", () => {
    fc.assert(
      fc.property(series, (tenths) => {
        const sums = last(tenths.map((value) => (value === null ? null : value / 10)))
        for (const hours of sumHours) {
          const window = tenths.slice(-hours)
          const total = window.reduce<number>((sum, value) => sum + (value ?? 0), 0)
          expect(sums[hours].atLeastMm).toBeCloseTo(total / 10, 9)
          expect(sums[hours].mm === null).toBe(window.length < hours || window.includes(null))
        }
        for (const [at, hours] of sumHours.slice(1).entries())
          expect(sums[hours].atLeastMm).toBeGreaterThanOrEqual(sums[sumHours[at]!].atLeastMm)
      }),
    )
  })
  test("a missing hour never raises the level above that of the true rain", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 24, maxLength: 30 }),
        fc.nat({ max: 23 }),
        (rain, gone) => {
          const partial = rain.map((mm, index) => (index === gone ? null : mm))
          for (const [at, level] of of(partial).entries())
            expect(rainLevels.indexOf(level)).toBeLessThanOrEqual(rainLevels.indexOf(of(rain)[at]!))
        },
      ),
    )
  })
})

describe("levels", () => {
  test.each([
    [[...dry(23), 29.9], "none", "none"],
    [[...dry(23), 30], "none", "blue"],
    [[...dry(12), ...Array.from({ length: 12 }, () => 4.2)], "blue", "none"],
    [[...dry(18), ...Array.from({ length: 6 }, () => 8.4)], "yellow", "blue"],
    [[...dry(21), 20, 20, 10], "orange", "blue"],
    [[...dry(23), 50], "orange", "yellow"],
    [[...dry(23), 99.9], "orange", "orange"],
    [[...dry(23), 100], "red", "red"],
    [Array.from({ length: 24 }, () => 8.34), "yellow", "red"],
    [dry(24), "none", "none"],
  ])("%j", (hours, national, beijing) => {
    expect(of(hours)).toEqual([national, beijing])
  })
  test("a sum with a missing hour raises nothing, unless what is there is enough", () => {
    expect(of([...dry(21), 20, null, 20])).toEqual(["none", "none"])
    expect(of([...dry(21), 25, null, 25])).toEqual(["orange", "blue"])
  })
})
