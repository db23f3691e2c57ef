import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { CapPolygon } from "../model.ts"
import { findCrossing } from "./find-crossing.ts"
import { readCircle, readRingOf } from "./read-shape.ts"

const whole = fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 }))
const ringOf = (maxLength: number) => fc.array(whole, { minLength: 3, maxLength }).map((open): CapPolygon => [...open, open[0]!])

/** Each segment against each: what the tree of boxes must find as well. */
function crossesSomewhere(ring: CapPolygon): boolean {
  const side = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
    Math.sign((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!))
  const segments = ring.slice(1).map((end, i) => [ring[i]!, end] as const)
  return segments.some(([a, b], i) =>
    segments.slice(i + 1).some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
  )
}

describe("borders", () => {
  test("cross where they do when each segment is compared with each", () => {
    for (const length of [6, 90])
      fc.assert(
        fc.property(ringOf(length), (ring) => {
          expect(findCrossing(ring) !== undefined).toBe(crossesSomewhere(ring))
        }),
      )
  })
  test("of a comb with a thousand teeth do not cross, until one tooth is too long", () => {
    const comb = Array.from({ length: 1_000 }, (_, i): [number, number][] => [
      [i / 10, 10],
      [i / 10 + 0.05, 1],
    ]).flat()
    const closed = (teeth: [number, number][]): CapPolygon => [...teeth, [100, 0], [0, 0], teeth[0]!]
    expect(findCrossing(closed(comb))).toBeUndefined()
    comb[1_001] = [50.05, -5]
    expect(findCrossing(closed(comb))).toBeDefined()
  })
  test("go on over the 180th meridian", () => {
    const over = (lon: number): [number, number][] => [
      [lon, 0],
      [-179, 0],
      [-178, 5],
      [-179, 10],
      [lon, 10],
      [lon + 0.5, 5],
      [lon, 0],
    ]
    expect(findCrossing(over(179))).toBeUndefined()
  })
})

describe("numbers", () => {
  test("are read as exactly as the language reads them", () => {
    const lat = fc.double({ min: -90, max: 90, noNaN: true, noDefaultInfinity: true }).map((value) => Number(value.toFixed(12)))
    fc.assert(
      fc.property(fc.array(fc.tuple(lat, lat), { minLength: 4, maxLength: 9 }), (positions) => {
        const text = positions.map(([one, other]) => `${one.toFixed(12)},${other.toFixed(12)}`).join(" \n ")
        expect(readRingOf(` ${text}\t`)).toEqual(positions.map(([one, other]) => [other + 0, one + 0]))
      }),
    )
  })
  test.each(["1,2 3,4 5,x 1,2", "1,2 3,4 5", "1,2 3,4 5,6e1 1,2", "1,2,3 3,4 5,6 1,2", "91,0 1,1 2,2 91,0", "1,2 3,4", ", 1,2"])(
    "%s is no polygon",
    (text) => expect(typeof readRingOf(text)).toBe("string"),
  )
  test("circles", () => {
    expect(readCircle("32.9525,-115.5527 0")).toEqual({ center: [-115.5527, 32.9525], radiusKm: 0 })
    for (const text of ["32,115", "32,115 -1", "32 115 1", "32,115 1 km", "", "92,0 1"]) expect(readCircle(text)).toBeUndefined()
  })
})
