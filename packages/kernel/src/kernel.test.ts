import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  canonicalJson,
  defineErrors,
  humanCode,
  type Json,
  ManualClock,
  parseHumanCode,
  Random,
  SimulatedClock,
} from "./index.ts"

describe("canonical JSON", () => {
  test("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: 1, a: { d: null, c: [true, "é"] } })).toBe(canonicalJson({ a: { c: [true, "é"], d: null }, b: 1 }))
  })
  test("reads back to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe("codes for people", () => {
  test("come back from however they were typed", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const code = humanCode(new Random(seed))
        expect(parseHumanCode(` ${code.toLowerCase().replaceAll("-", " ")}`)).toBe(code)
      }),
    )
  })
  test("refuse what cannot be one", () => {
    expect(parseHumanCode("K7-3Q9")).toBeUndefined()
    expect(parseHumanCode("K0-3Q9X-MB4D")).toBeUndefined()
    expect(new Set(Array.from({ length: 1000 }, () => humanCode())).size).toBe(1000)
  })
})

describe("clocks", () => {
  test("a simulated clock runs at its speed, pauses, and never goes back", () => {
    const wall = new ManualClock("2026-07-31T00:00:00Z")
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"), wall)
    wall.advanceByMs(5000)
    expect(clock.now().toISOString()).toBe("2026-01-01T00:00:00.000Z")
    clock.setSpeed(60)
    wall.advanceByMs(1000)
    expect(clock.now().toISOString()).toBe("2026-01-01T00:01:00.000Z")
    clock.setSpeed(600)
    wall.advanceByMs(1000)
    expect(clock.now().toISOString()).toBe("2026-01-01T00:11:00.000Z")
    clock.setSpeed(0)
    wall.advanceByMs(1000)
    clock.jumpTo(new Date("2025-01-01T00:00:00Z"))
    expect(clock.now().toISOString()).toBe("2026-01-01T00:11:00.000Z")
  })
})

test("errors carry a stable code, a kind, and their values", () => {
  const errors = defineErrors("SENSE", { THING_NOT_FOUND: { kind: "not_found", values: ["thing"] } })
  const error = errors.THING_NOT_FOUND({ thing: "rain-7" })
  expect(error).toMatchObject({ code: "SENSE_THING_NOT_FOUND", kind: "not_found", values: { thing: "rain-7" } })
})

test("the same seed gives the same numbers, and forks do not disturb each other", () => {
  const draw = (seed: number) =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.uint32()
      )(new Random(seed)),
    )
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  const mean =
    Array.from(
      { length: 20000 },
      (
        (random) => () =>
          random.float()
      )(new Random(1)),
    ).reduce((a, b) => a + b) / 20000
  expect(mean).toBeCloseTo(0.5, 2)
})
