import { expect, test } from "vitest"
import { makeStorm } from "./storm.ts"

const start = new Date("2026-07-30T14:00:00Z")
const gauges = Array.from({ length: 36 }, (_, i) => ({
  datastream: `rain-${i}`,
  at: [118.3 + (i % 6) * 0.06, 30.5 + Math.floor(i / 6) * 0.05] as [number, number],
}))
const river = [{ datastream: "river-1", at: [118.4, 30.6] as [number, number] }]
const air = [{ datastream: "air-1", property: "pm25", at: [118.4, 30.6] as [number, number] }]
const storm = makeStorm({ seed: 1, start, rainGauges: gauges, riverGauges: river, airMonitors: air })

test("the same seed gives the same storm", () => {
  expect(makeStorm({ seed: 1, start, rainGauges: gauges, riverGauges: river, airMonitors: air })).toEqual(storm)
  expect(makeStorm({ seed: 2, start, rainGauges: gauges, riverGauges: river, airMonitors: air })).not.toEqual(storm)
})

test("comes in the order of time, is heavy somewhere, light elsewhere, and ends", () => {
  for (let i = 1; i < storm.length; i += 1) expect(storm[i]!.at.getTime()).toBeGreaterThanOrEqual(storm[i - 1]!.at.getTime())
  const worst = gauges.map(({ datastream }) => {
    const values = storm.filter((one) => one.datastream === datastream).map(({ result }) => result)
    return Math.max(...values.map((_, i) => values.slice(i, i + 12).reduce((a, b) => a + b, 0)))
  })
  expect(Math.max(...worst)).toBeGreaterThan(100)
  expect(Math.max(...worst)).toBeLessThan(220)
  expect(Math.min(...worst)).toBeLessThan(70)
  const last = storm.filter(
    ({ datastream, at }) => datastream.startsWith("rain") && at.getTime() >= start.getTime() + 12 * 3_600_000,
  )
  expect(last.every(({ result }) => result === 0)).toBe(true)
})

test("the river follows the rain and falls again", () => {
  const stages = storm.filter(({ datastream }) => datastream === "river-1").map(({ result }) => result)
  const top = stages.indexOf(Math.max(...stages))
  expect(stages[top]! - stages[0]!).toBeGreaterThan(1)
  // The heaviest rain is over the city at about three hours; the water needs its time.
  const rain = storm.filter(({ datastream }) => datastream.startsWith("rain"))
  const heaviest = Map.groupBy(rain, ({ at }) => at.getTime())
  const [wettest] = [...heaviest].reduce((a, b) => (sum(b[1]) > sum(a[1]) ? b : a))
  expect(start.getTime() + top * 300_000).toBeGreaterThan(wettest + 30 * 60_000)
  expect(stages.at(-1)! - stages[0]!).toBeLessThan((stages[top]! - stages[0]!) / 3)
})

test("air stations send every hour, and the rain cleans the air", () => {
  const values = storm.filter(({ datastream }) => datastream === "air-1").map(({ result }) => result)
  expect(values).toHaveLength(14)
  expect(values.at(-1)!).toBeLessThan(values[0]! / 2)
})

function sum(observations: readonly { readonly result: number }[]): number {
  return observations.reduce((total, { result }) => total + result, 0)
}
