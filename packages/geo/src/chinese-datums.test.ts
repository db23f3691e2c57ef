import fc from "fast-check"
import { expect, test } from "vitest"
import { gcj02ToBd09, toWgs84, wgs84ToGcj02 } from "./chinese-datums.ts"
import { distanceM } from "./distance.ts"

const inChina = fc.tuple(fc.double({ min: 75, max: 133, noNaN: true }), fc.double({ min: 5, max: 53, noNaN: true }))

test("GCJ-02 lies some hundred metres beside WGS 84, BD-09 about a kilometre, CGCS2000 nowhere else", () => {
  expect(distanceM([118.62, 30.74], wgs84ToGcj02([118.62, 30.74]))).toBeGreaterThan(300)
  const baidu = gcj02ToBd09(wgs84ToGcj02([118.62, 30.74]))
  expect(distanceM([118.62, 30.74], baidu)).toBeGreaterThan(700)
  expect(toWgs84([118.62, 30.74], "cgcs2000")).toEqual([118.62, 30.74])
  expect(wgs84ToGcj02([2.35, 48.86])).toEqual([2.35, 48.86])
})
test("property: undoing the shift comes back to within a millimetre", () => {
  fc.assert(
    fc.property(inChina, (at) => {
      expect(distanceM(toWgs84(wgs84ToGcj02(at), "gcj02"), at)).toBeLessThan(0.001)
      expect(distanceM(toWgs84(gcj02ToBd09(wgs84ToGcj02(at)), "bd09"), at)).toBeLessThan(0.001)
    }),
  )
})
