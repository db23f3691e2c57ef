import { expect, test } from "vitest"
import { noGrounds } from "../shapes/domain/grounds.ts"
import { replacedBy } from "./warning.ts"

test("a warning takes the place of what it covers, of the same hazard", () => {
  const named = (id: string, hazard: string, ...areas: string[]) => ({
    id,
    hazard,
    shapes: [],
    areas: areas.map((of) => ({ id: of, name: { "zh-CN": of, en: of } })),
  })
  const before = [
    named("a", "rain", "c/x/1"),
    named("b", "rain", "c/x", "c/y"),
    named("d", "gas", "c/x"),
    named("e", "rain", "c/xy"),
  ]
  expect(replacedBy(named("new", "rain", "c/x"), before, noGrounds).map(({ id }) => id)).toEqual(["a"])
})
