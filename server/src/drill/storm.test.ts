import { expect, test } from "vitest"
import { makeStorm } from "./storm.ts"

const start = new Date("2026-07-30T14:00:00Z")
const gauges = Array.from({ length: 36 }, (_, i) => ({
  datastream: `rain-${i}`,
  at: [118.3 + (i % 6) * 0.06, 30.5 + Math.floor(i / 6) * 0.05] as [number, number],
}))
const river = [{ datastream: "river-1", at: [118.4, 30.6] as [number, number] }]
const storm = makeStorm({ seed: 1, start, rainGauges: gauges, riverGauges: river })

test("the same seed gives the same storm", () => {
  expect(makeStorm({ seed: 1, start, rainGauges: gauges, riverGauges: river })).toEqual(storm)
  expect(makeStorm({ seed: 2, start, rainGauges: gauges, riverGauges: river })).not.toEqual(storm)
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
  expect(top).toBeGreaterThan(24)
  expect(stages.at(-1)!).toBeLessThan(stages[top]!)
})
