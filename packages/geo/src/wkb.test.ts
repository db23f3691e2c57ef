import fc from "fast-check"
import { expect, test } from "vitest"
import { localPlane } from "./local-plane.ts"
import { smoothLine, smoothRing } from "./smooth.ts"
import { fromWkb, type Geometry, toWkbHex } from "./wkb.ts"

const at = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
const line = fc.array(at, { maxLength: 8 })
const geometry = fc.oneof(
  at.map((coordinates): Geometry => ({ type: "Point", coordinates })),
  fc.array(line, { maxLength: 4 }).map((coordinates): Geometry => ({ type: "MultiLineString", coordinates })),
  fc
    .array(fc.array(line, { maxLength: 3 }), { maxLength: 3 })
    .map((coordinates): Geometry => ({ type: "MultiPolygon", coordinates })),
)

test("property: what is written is read again, once the SRID is taken out as st_asbinary does", () => {
  fc.assert(
    fc.property(geometry, (given) => {
      const hex = toWkbHex(given)
      const kind = (Number.parseInt(hex.slice(8, 10), 16) & ~0x20).toString(16).padStart(2, "0")
      const plain = hex.slice(0, 8) + kind + hex.slice(18)
      expect(fromWkb(Buffer.from(plain, "hex"))).toEqual(given)
    }),
  )
})
test("smoothing keeps ends and closes rings; a local plane comes back", () => {
  const soft = smoothLine(
    [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
    3,
  )
  expect([soft[0], soft.at(-1)]).toEqual([
    [0, 0],
    [10, 10],
  ])
  const ring = smoothRing(
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 0],
    ],
    2,
  )
  expect(ring[0]).toEqual(ring.at(-1))
  const plane = localPlane([118.62, 30.74])
  const [lon, lat] = plane.toLonLat(plane.toPlane([118.7, 30.8]))
  expect([lon.toFixed(9), lat.toFixed(9)]).toEqual(["118.700000000", "30.800000000"])
})
