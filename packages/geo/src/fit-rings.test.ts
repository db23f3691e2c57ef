import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { crossesItself } from "./crosses-itself.ts"
import { fitRings, type LonLat } from "./index.ts"

const SEED = 11
const limits = { positionsMax: 8_000, ringsMax: 1_000 }
const count = (areas: readonly (readonly (readonly LonLat[])[])[]) => areas.flat(2).length

/** A coast: a circle with bays, some of them narrow, `positions` in all. */
function coast(random: Random, positions: number, [lon, lat]: LonLat, radius: number): LonLat[] {
  const ring = Array.from({ length: positions - 1 }, (_, i): LonLat => {
    const angle = (i / (positions - 1)) * 2 * Math.PI
    const out = radius * (1 + 0.2 * Math.sin(9 * angle) + 0.15 * random.float())
    return [lon + out * Math.cos(angle), lat + out * Math.sin(angle)]
  })
  return [...ring, ring[0]!]
}
const isSound = (ring: readonly LonLat[]) => ring.length >= 4 && String(ring[0]) === String(ring.at(-1)) && !crossesItself(ring)

test("what fits stays as it is", () => {
  const areas = [[coast(new Random(SEED), 500, [119, 26], 0.1)], [coast(new Random(SEED), 900, [120, 26], 0.1)]]
  expect(fitRings(areas, limits)).toEqual(areas)
})

test("six areas of 5,000 positions, and a hundred of 2,000, fit, closed, without crossings, each still where it was", () => {
  const random = new Random(SEED)
  for (const [areas, positions] of [
    [6, 5_000],
    [100, 2_000],
  ] as const) {
    const given = Array.from({ length: areas }, (_, i) => [coast(random, positions, [100 + i / 2, 26], 0.1)])
    const fitted = fitRings(given, limits)
    expect(count(fitted)).toBeLessThanOrEqual(limits.positionsMax)
    for (const [i, rings] of fitted.entries()) {
      expect(rings.map(isSound)).toEqual([true])
      const known = new Set(given[i]![0])
      expect(rings[0]!.every((position) => known.has(position))).toBe(true)
    }
  }
})

test("of 1,001 islands the smallest is left out, and an area of many specks keeps its largest", () => {
  const random = new Random(SEED)
  const islands = Array.from({ length: 1_001 }, (_, i) => coast(random, 6, [100 + i / 100, 26], i === 500 ? 0.0005 : 0.002))
  const [left] = fitRings([islands], limits)
  expect(islands.filter((ring) => !left!.includes(ring))).toEqual([islands[500]])
  const specks = Array.from({ length: 100 }, (_, area) =>
    Array.from({ length: 1_000 }, (_, i) => coast(random, 6, [100 + i / 100, area / 10], i === 7 ? 0.004 : 0.002)),
  )
  const fitted = fitRings(specks, limits)
  expect(count(fitted)).toBeLessThanOrEqual(limits.positionsMax)
  expect(fitted.every((rings) => rings.length > 0 && rings.every(isSound))).toBe(true)
})

test("a side that crosses or touches another is found, neighbours are not", () => {
  const square: LonLat[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ]
  expect(crossesItself(square)).toBe(false)
  expect(crossesItself([square[0]!, square[2]!, square[1]!, square[3]!, square[0]!])).toBe(true)
  expect(
    crossesItself([
      [0, 0],
      [2, 0],
      [2, 2],
      [1, 0],
      [0, 2],
      [0, 0],
    ]),
  ).toBe(true)
})
