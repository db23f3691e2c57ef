import fc from "fast-check"
import { expect, test } from "vitest"
import { convertUnit, unitCodes } from "./units.ts"

test("known values", () => {
  const pairs: [number, string, string, number][] = [
    [12, "cm", "mm", 120],
    [36, "km/h", "m/s", 10],
    [32, "[degF]", "Cel", 0],
    [100, "Cel", "[degF]", 212],
    [0, "Cel", "K", 273.15],
    [1, "[ft_i]", "m", 0.3048],
    [1000, "[cft_i]/s", "m3/s", 28.316846592],
    [1013.25, "hPa", "kPa", 101.325],
    [0.5, "mg/m3", "ug/m3", 500],
    [42, "%", "1", 0.42],
  ]
  for (const [value, from, to, result] of pairs) expect([from, to, convertUnit(value, from, to)]).toEqual([from, to, result])
})

test("what does not measure the same is not converted, nor what is not known, except to itself", () => {
  expect(convertUnit(1, "m", "s")).toBeUndefined()
  expect(convertUnit(1, "constructor", "m")).toBeUndefined()
  expect(convertUnit(1, "m", "toString")).toBeUndefined()
  expect(convertUnit(1, "furlong", "furlong")).toBe(1)
})

test("there and back gives the same", () => {
  const code = fc.constantFrom(...unitCodes)
  fc.assert(
    fc.property(code, code, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (from, to, value) => {
      const there = convertUnit(value, from, to)
      if (there === undefined) return
      expect(convertUnit(there, to, from)).toBeCloseTo(value, 3)
    }),
    { seed: 7 },
  )
})
