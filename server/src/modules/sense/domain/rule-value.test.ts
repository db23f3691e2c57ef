import type { PackRule } from "@holdfast/contracts"
import fc from "fast-check"
import { expect, test } from "vitest"
import { Points } from "./points.ts"
import { valueAt } from "./rule-value.ts"

const MINUTE_MS = 60_000

test("tenths add up exactly", () => {
  const points = new Points(-Infinity)
  for (let minute = 1; minute <= 500; minute += 1) points.put({ id: minute, atMs: minute * MINUTE_MS, resultAtMs: 0, value: 0.1 })
  expect(valueAt({ over: "sum", windowMin: 500 }, points, 500 * MINUTE_MS).atLeast).toBe(50)
  expect(valueAt({ over: "sum", windowMin: 3 }, points, 3 * MINUTE_MS).atLeast).toBe(0.3)
})

test("a result beyond any instrument spoils only the windows that it lies in", () => {
  const points = new Points(-Infinity)
  for (const [minute, value] of [1, Number.MAX_VALUE, 2.5].entries())
    points.put({ id: minute, atMs: minute * MINUTE_MS, resultAtMs: 0, value })
  expect(valueAt({ over: "sum", windowMin: 1 }, points, 2 * MINUTE_MS).atLeast).toBe(2.5)
})

// The rule read plainly: take the newest result of each time, and add up.
function plainly(given: readonly Given[], rule: Pick<PackRule, "over" | "windowMin">, at: number): number | null {
  const newest = new Map<number, Given>()
  for (const one of given) {
    const known = newest.get(one.minute)
    if (!known || one.resultAt >= known.resultAt) newest.set(one.minute, one)
  }
  const values = [...newest.values()]
    .filter(({ minute, value }) => value !== null && minute > at - rule.windowMin && minute <= at)
    .map(({ value }) => value!)
    .filter((value) => rule.over !== "sum" || value >= 0)
  if (values.length === 0) return null
  return rule.over === "max" ? Math.max(...values) : values.reduce((sum, value) => sum + Math.round(value * 1000), 0) / 1000
}

interface Given {
  readonly minute: number
  readonly resultAt: number
  readonly value: number | null
}
const Given = fc.record({
  minute: fc.nat(60),
  resultAt: fc.nat(3),
  value: fc.option(fc.integer({ min: -20, max: 500 }).map((tenths) => tenths / 10)),
})

test("totals that run along say what adding up the window says, in any order of arrival, corrected, and after letting go", () => {
  fc.assert(
    fc.property(
      fc.array(Given, { maxLength: 80 }),
      fc.constantFrom("sum", "max"),
      fc.integer({ min: 1, max: 40 }),
      (given, over, windowMin) => {
        const points = new Points(-Infinity)
        const taken: Given[] = []
        for (const [id, { minute, resultAt, value }] of given.entries()) {
          points.put({ id, atMs: minute * MINUTE_MS, resultAtMs: resultAt, value })
          taken.push({ minute, resultAt, value })
          expect(valueAt({ over, windowMin }, points, minute * MINUTE_MS).atLeast).toBe(
            plainly(taken, { over, windowMin }, minute),
          )
        }
        points.trim(20 * MINUTE_MS, 40)
        for (let at = 45; at <= 62; at += 1) {
          if ((at - windowMin + 1) * MINUTE_MS < points.completeFromMs) continue
          expect(valueAt({ over, windowMin }, points, at * MINUTE_MS).atLeast).toBe(plainly(taken, { over, windowMin }, at))
        }
      },
    ),
    { seed: 20260731, numRuns: 300 },
  )
})
