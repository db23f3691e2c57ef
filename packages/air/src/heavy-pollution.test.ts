import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type AirPlan, gradeForecast, parseAirPlans, planOn } from "./index.ts"

const plan2013: AirPlan = {
  id: "beijing-2013",
  jurisdiction: "beijing",
  from: "2013-10-22",
  source: "test",
  levels: {
    blue: [{ days: 1, above: 200 }],
    yellow: [
      { days: 1, above: 300 },
      { days: 3, above: 200 },
    ],
    orange: [{ days: 3, above: 200, including: { days: 1, above: 300 } }],
    red: [{ days: 3, above: 300 }],
  },
}
const plan2023: AirPlan = {
  id: "beijing-2023",
  jurisdiction: "beijing",
  from: "2023-10-30",
  source: "test",
  levels: {
    yellow: [
      { days: 1, above: 200 },
      { days: 2, above: 150 },
    ],
    orange: [
      { days: 2, above: 200 },
      { days: 3, above: 150 },
    ],
    red: [{ days: 3, above: 200, including: { days: 1, above: 300 } }],
  },
}

describe("what a forecast reaches", () => {
  test.each([
    [[200, 250], plan2013, null],
    [[201], plan2013, { level: "blue", days: 1 }],
    [[250, 250, 250, 90], plan2013, { level: "yellow", days: 3 }],
    [[301], plan2013, { level: "yellow", days: 1 }],
    [[250, 310, 250], plan2013, { level: "orange", days: 3 }],
    [[310, 320, 330, 250], plan2013, { level: "red", days: 3 }],
    [[310, null, 330, 350], plan2013, { level: "yellow", days: 1 }],
    [[null, 400, 400, 400], plan2013, null],
    [[160], plan2023, null],
    [[160, 160], plan2023, { level: "yellow", days: 2 }],
    [[160, 160, 160], plan2023, { level: "orange", days: 3 }],
    [[210, 310, 210], plan2023, { level: "red", days: 3 }],
    [[], plan2023, null],
  ])("%j by %o", (forecast, plan, expected) => {
    expect(gradeForecast(forecast, plan)).toEqual(expected)
  })
  test("rises with the days", () => {
    const order = ["blue", "yellow", "orange", "red"]
    const rank = (forecast: number[], plan: AirPlan) => order.indexOf(gradeForecast(forecast, plan)?.level ?? "")
    const days = fc.array(fc.integer({ min: 0, max: 450 }), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(days, fc.nat({ max: 100 }), fc.constantFrom(plan2013, plan2023), (forecast, more, plan) => {
        const worse = forecast.map((aqi) => aqi + more)
        expect(rank(worse, plan)).toBeGreaterThanOrEqual(rank(forecast, plan))
      }),
    )
  })
})

test("the version is chosen by jurisdiction and date", () => {
  const plans = [plan2023, plan2013]
  expect(planOn(plans, "beijing", "2015-12-08")?.id).toBe("beijing-2013")
  expect(planOn(plans, "beijing", "2023-10-30")?.id).toBe("beijing-2023")
  expect(planOn(plans, "beijing", "2013-10-21")).toBeUndefined()
  expect(planOn(plans, "elsewhere", "2020-01-01")).toBeUndefined()
})

test("plans are read, or refused at the place that is wrong", () => {
  expect(parseAirPlans([plan2013, plan2023])).toEqual({ ok: true, plans: [plan2013, plan2023] })
  const wrong = (change: object) => parseAirPlans([{ ...plan2013, ...change }])
  expect(wrong({ from: 2013 })).toMatchObject({ ok: false, path: [0, "from"] })
  expect(wrong({ levels: { pink: [] } })).toMatchObject({ ok: false, path: [0, "levels", "pink"] })
  expect(wrong({ levels: { red: [{ days: 0, above: 200 }] } })).toMatchObject({
    ok: false,
    path: [0, "levels", "red", 0, "days"],
  })
  expect(parseAirPlans(undefined)).toMatchObject({ ok: false, path: [] })
})
