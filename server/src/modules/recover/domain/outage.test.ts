import { expect, test } from "vitest"
import { mostHouseholds, stateAfter } from "./outage.ts"

test.each([
  [8_000, 0, "out"],
  [8_000, 8_000, "out"],
  [9_000, 8_000, "out"],
  [1, 8_000, "partly-restored"],
  [0, 8_000, "to-be-confirmed"],
])("%i households left of %i is %s", (households, most, state) => {
  expect(stateAfter(households, most)).toBe(state)
})

test("the most so far counts an increase in between", () => {
  const at = new Date("2026-07-31T03:00:00Z")
  expect(mostHouseholds([100, 400, 20].map((households) => ({ at, households, role: "lifeline-operator" })))).toBe(400)
  expect(mostHouseholds([])).toBe(0)
})
