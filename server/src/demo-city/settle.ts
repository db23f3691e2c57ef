import type { Random } from "@holdfast/kernel"
import type { Land } from "./land.ts"
import { districtPlaces, type PlaceName, streetNames } from "./names.ts"
import { noise } from "./noise.ts"
import type { Point } from "./plan.ts"
import { distance, normalAt } from "./water.ts"

export interface Street {
  readonly district: number
  readonly name: PlaceName
  readonly at: Point
  /** In which direction its blocks are laid out. */
  readonly turn: number
  readonly blockM: number
}

/** The middle of a grid cell, or of a neighbour outside the city (street −1), which gives the city its edge. */
export interface Seed {
  readonly at: Point
  readonly street: number
  readonly bank: "north" | "south"
  /** Which pair along the river it belongs to; its twin lies on the other bank. */
  readonly pair: number | undefined
}

const PAIR_SPACING_M = 430
/** From the water to the middle of the first row of cells. */
const QUAY_M = 240
const OUTSIDE_M = 3_000
/** How far a street's grid may go from its middle; no street is that large. */
const REACH_BLOCKS = 10

/** Chooses the streets of all districts, each at some distance from the next, closer where people live densely. */
export function layStreets(land: Land, random: Random): { streets: Street[]; districtAt: (at: Point) => number } {
  const districtAt = districtFinder(land, random.fork("district-edges"))
  const counts = districtPlaces.map(() => 6 + random.int(5))
  const names = streetNames(counts.reduce((sum, count) => sum + count, 0))
  const streets: Street[] = []
  for (const [district, { at }] of districtPlaces.entries()) {
    const middle: Point = [at[0] * 1000, at[1] * 1000]
    const turn = random.between(-0.5, 0.5)
    for (let i = 0; i < counts[district]!; i += 1) {
      const spot = i === 0 ? middle : farthest(district, middle)
      const blockM = blockSizeM(land.density(spot))
      streets.push({ district, name: names[streets.length]!, at: spot, turn: turn + random.between(-0.18, 0.18), blockM })
    }
  }
  return { streets, districtAt }

  function farthest(district: number, middle: Point): Point {
    let best = middle
    let bestScore = -1
    for (let tries = 0; tries < 120; tries += 1) {
      const at: Point = [middle[0] + random.normal(0, 4_600), middle[1] + random.normal(0, 4_600)]
      if (!land.inCity(at) || districtAt(at) !== district || land.inLake(at) || land.river.distanceM(at) < 900) continue
      const nearest = Math.min(
        ...streets.filter((street) => street.district === district).map((street) => distance(street.at, at)),
      )
      const score = Math.min(nearest, 6_000) * (0.45 + land.density(at))
      if (score > bestScore) [best, bestScore] = [at, score]
    }
    return best
  }
}

/** The cells' middles: rows along both banks, then each street's own slightly uneven grid. */
export function laySeeds(land: Land, streets: readonly Street[], districtAt: (at: Point) => number, random: Random): Seed[] {
  const near = new Neighbourhood()
  const streetAt = streetFinder(streets, districtAt, random.fork("street-edges"))
  const seeds: Seed[] = []
  const add = (at: Point, bank: "north" | "south", street: number, pair: number | undefined) => {
    near.add(at)
    seeds.push({ at, bank, street: land.inCity(at) ? street : -1, pair })
  }
  const { line, halfWidthsM } = land.river
  for (const [pair, { at: middle, part, share }] of alongM(line, PAIR_SPACING_M).entries()) {
    if (Math.abs(middle[0]) > 29_000) continue
    const [ax, ay] = normalAt(line, part)
    const [bx, by] = normalAt(line, part + 1)
    const [nx, ny] = [ax + (bx - ax) * share, ay + (by - ay) * share]
    const asideM = halfWidthsM[part]! + QUAY_M
    for (const [bank, sign] of [
      ["north", 1],
      ["south", -1],
    ] as const) {
      const at: Point = [middle[0] + sign * nx * asideM, middle[1] + sign * ny * asideM]
      add(at, bank, streetAt(at), pair)
    }
  }
  for (const [number, street] of streets.entries()) {
    const reach = REACH_BLOCKS
    const [cos, sin] = [Math.cos(street.turn) * street.blockM, Math.sin(street.turn) * street.blockM]
    for (let row = -reach; row <= reach; row += 1) {
      for (let column = -reach; column <= reach; column += 1) {
        const [u, v] = [column + random.normal(0, 0.085), row + random.normal(0, 0.085)]
        const at: Point = [street.at[0] + u * cos - v * sin, street.at[1] + u * sin + v * cos]
        if (Math.hypot(at[0] / 21_500, at[1] / 18_800) > 1.13 + OUTSIDE_M / 20_000 || streetAt(at) !== number) continue
        const riverM = land.river.distanceM(at)
        if (riverM < 2 * QUAY_M + 280 + 0.35 * street.blockM || near.has(at, street.blockM * 0.62)) continue
        add(at, land.river.bankOf(at), number, undefined)
      }
    }
  }
  return seeds
}

/** Points on a line at even steps, with the segment each lies on and how far along it. */
function alongM(line: readonly Point[], stepM: number): { at: Point; part: number; share: number }[] {
  const found: { at: Point; part: number; share: number }[] = []
  let aheadM = stepM
  for (let part = 0; part < line.length - 1; part += 1) {
    const [a, b] = [line[part]!, line[part + 1]!]
    const lengthM = distance(a, b)
    for (; aheadM <= lengthM; aheadM += stepM) {
      const share = aheadM / lengthM
      found.push({ at: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share], part, share })
    }
    aheadM -= lengthM
  }
  return found
}

const blockSizeM = (density: number) => 370 + 860 * (1 - density) ** 1.6

/** The district whose middle is nearest on this bank, seen through a plane that is slightly crumpled, so that borders wind. */
function districtFinder(land: Land, random: Random): (at: Point) => number {
  const [east, north] = [noise(random, 4_000), noise(random, 4_000)]
  return (at) => {
    const bank = land.river.bankOf(at)
    const bent: Point = [at[0] + 1_100 * east(...at), at[1] + 1_100 * north(...at)]
    let best = 0
    let bestM = Infinity
    for (const [i, district] of districtPlaces.entries()) {
      const metres = distance(bent, [district.at[0] * 1000, district.at[1] * 1000])
      if (district.bank === bank && metres < bestM) [best, bestM] = [i, metres]
    }
    return best
  }
}

function streetFinder(streets: readonly Street[], districtAt: (at: Point) => number, random: Random): (at: Point) => number {
  const [east, north] = [noise(random, 1_800), noise(random, 1_800)]
  return (at) => {
    const district = districtAt(at)
    const bent: Point = [at[0] + 350 * east(...at), at[1] + 350 * north(...at)]
    let best = -1
    let bestM = Infinity
    for (const [i, street] of streets.entries()) {
      if (street.district !== district) continue
      const metres = distance(bent, street.at)
      if (metres < bestM) [best, bestM] = [i, metres]
    }
    return best
  }
}

/** Whether some point is already near, by buckets. */
class Neighbourhood {
  readonly #buckets = new Map<number, Point[]>()
  readonly #sizeM = 900
  add(at: Point): void {
    const key = this.#key(Math.floor(at[0] / this.#sizeM), Math.floor(at[1] / this.#sizeM))
    const bucket = this.#buckets.get(key)
    if (bucket) bucket.push(at)
    else this.#buckets.set(key, [at])
  }
  has(at: Point, withinM: number): boolean {
    const [i, j] = [Math.floor(at[0] / this.#sizeM), Math.floor(at[1] / this.#sizeM)]
    for (let dx = -1; dx <= 1; dx += 1)
      for (let dy = -1; dy <= 1; dy += 1)
        if (this.#buckets.get(this.#key(i + dx, j + dy))?.some((other) => distance(at, other) < withinM)) return true
    return false
  }
  #key(i: number, j: number): number {
    return (i + 10_000) * 100_000 + j + 10_000
  }
}
