import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { crossesItself } from "./crosses-itself.ts"
import { cutHoles, doubleArea, type LonLat, type Polygon, pointInPolygon } from "./index.ts"

const SEED = 20

/** On the plane of degrees, on which sides are straight. */
const areaOf = ([outer, ...holes]: Polygon) =>
  holes.reduce((sum, hole) => sum - Math.abs(doubleArea(hole)), Math.abs(doubleArea(outer!)))

/** A star-like ring around a middle, never crossing itself. */
function blob(random: Random, [lon, lat]: LonLat, radius: number, corners: number): LonLat[] {
  const ring = Array.from({ length: corners }, (_, i): LonLat => {
    const angle = (i / corners) * 2 * Math.PI
    const out = radius * (0.6 + 0.4 * random.float())
    return [lon + out * Math.cos(angle), lat + out * Math.sin(angle)]
  })
  return [...ring, ring[0]!]
}

/** Holes on a grid, some of them round an island of nothing, so that one cut meets many. */
function holed(random: Random, holes: number): Polygon {
  const side = Math.ceil(Math.sqrt(holes))
  const step = 0.5 / side
  return [
    blob(random, [113, 30], 1, 40),
    ...Array.from({ length: holes }, (_, i) =>
      blob(
        random,
        [112.7 + (i % side) * step, 29.75 + Math.floor(i / side) * step],
        step * 0.49,
        3 + Math.floor(random.float() * 9),
      ),
    ),
  ]
}

test("rings without holes cover the same ground exactly, once, and cross themselves nowhere", () => {
  const random = new Random(SEED)
  for (const holes of [1, 2, 9, 60]) {
    const polygon = holed(random, holes)
    const rings = cutHoles(polygon)
    expect(rings.filter((ring) => crossesItself(ring))).toEqual([])
    expect(rings.every((ring) => String(ring[0]) === String(ring.at(-1)) && ring.length >= 4)).toBe(true)
    const total = rings.reduce((sum, ring) => sum + areaOf([ring]), 0)
    expect(total / areaOf(polygon)).toBeCloseTo(1, 9)
    for (let i = 0; i < 2_000; i += 1) {
      const at: LonLat = [112 + 2 * random.float(), 29 + 2 * random.float()]
      const hits = rings.filter((ring) => pointInPolygon(at, [ring])).length
      expect([at, hits]).toEqual([at, pointInPolygon(at, polygon) ? 1 : 0])
    }
  }
})

test("without holes it stays as it is; a hole that touches the outer ring, and one of no height, are no trouble", () => {
  const square: LonLat[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ]
  expect(cutHoles([square])).toEqual([square])
  const touching: LonLat[] = [
    [0, 2],
    [1, 1],
    [2, 2],
    [1, 3],
    [0, 2],
  ]
  const flat: LonLat[] = [
    [3, 1],
    [3.5, 1],
    [3.2, 1],
    [3, 1],
  ]
  const rings = cutHoles([square, touching, flat])
  const total = rings.reduce((sum, ring) => sum + areaOf([ring]), 0)
  expect(total / areaOf([square, touching])).toBeCloseTo(1, 9)
})
