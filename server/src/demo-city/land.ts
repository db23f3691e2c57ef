import { pointInPolygon } from "@holdfast/geo"
import type { Random } from "@holdfast/kernel"
import { districtPlaces } from "./names.ts"
import { layeredNoise, noise } from "./noise.ts"
import type { Point } from "./plan.ts"
import { distance, layBrook, layLake, layRiver, type River } from "./water.ts"

/** What was there before the city: water, hills, and where people like to live. */
export interface Land {
  readonly river: River
  readonly lake: readonly Point[]
  readonly brooks: readonly { readonly line: Point[]; readonly halfWidthsM: number[] }[]
  heightM(at: Point): number
  /** How densely a place is lived in, 0 to 1. */
  density(at: Point): number
  inLake(at: Point): boolean
  /** Inside the boundary of the city. */
  inCity(at: Point): boolean
}

/** Ridges: middle, half length, half width, direction, height. */
const ridges: readonly [at: Point, lengthM: number, widthM: number, turn: number, heightM: number][] = [
  [[-13_000, 15_500], 9_000, 4_200, 0.5, 430],
  [[-1_500, 19_500], 8_000, 3_600, -0.15, 360],
  [[9_500, 20_500], 6_500, 3_800, 0.3, 300],
  [[-16_500, -15_500], 7_500, 4_000, -0.6, 380],
  [[6_500, -19_000], 8_500, 3_600, 0.2, 290],
  [[20_000, -13_000], 6_000, 4_500, 1.1, 330],
  [[-22_500, 5_500], 5_000, 4_000, 1.2, 260],
]

export function layLand(random: Random): Land {
  const river = layRiver(random.fork("river"))
  const lake = layLake(random.fork("lake"), [8_200, 7_400], 1_750)
  const rough = layeredNoise(random.fork("hills"), 5_200, 5)
  const crest = layeredNoise(random.fork("crest"), 3_000, 4)
  const edge = noise(random.fork("boundary"), 7_000)
  const patches = noise(random.fork("patches"), 2_600)
  const brookRandom = random.fork("brooks")
  const brooks = [
    [-11_000, 15_000],
    [2_500, 18_500],
    [4_500, -17_500],
    [-15_500, -14_000],
  ].map((from) => layBrook(brookRandom, from as unknown as Point, river))

  const heightM = (at: Point) => {
    let hills = 0
    for (const [middle, lengthM, widthM, turn, height] of ridges) {
      const [dx, dy] = [at[0] - middle[0], at[1] - middle[1]]
      const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / lengthM
      const across = (-dx * Math.sin(turn) + dy * Math.cos(turn)) / widthM
      hills += height * Math.exp(-(along * along + across * across))
    }
    const plain = 11 + 7 * rough(at[0] + 40_000, at[1])
    if (hills < 1) return Math.max(4, plain)
    const broken = hills * (0.75 + 0.7 * rough(...at)) * (1.12 - 0.7 * Math.abs(crest(...at)))
    const valley = 1 - Math.exp(-((river.distanceM(at) / 2_300) ** 2))
    return Math.max(4, plain + Math.max(0, broken) * valley)
  }
  const density = (at: Point) => {
    const core = Math.exp(-((at[0] / 8_200) ** 2 + ((at[1] - 1_500) / 6_800) ** 2))
    let around = 0
    for (const {
      at: [x, y],
    } of districtPlaces)
      around = Math.max(around, Math.exp(-((distance(at, [x * 1000, y * 1000]) / 3_000) ** 2)))
    const flat = Math.exp(-Math.max(0, heightM(at) - 28) / 45)
    const wanted = 0.92 * core + 0.62 * around * (1 - 0.6 * core) + 0.14 * patches(...at)
    return Math.max(0, Math.min(1, wanted * flat))
  }
  const lakeRing = [lake]
  return {
    river,
    lake,
    brooks,
    heightM,
    density,
    inLake: (at) => pointInPolygon(at, lakeRing),
    inCity: (at) => {
      const angle = Math.atan2(at[1], at[0])
      const bend = edge(22_000 * Math.cos(angle), 22_000 * Math.sin(angle))
      return Math.hypot(at[0] / 21_500, at[1] / 18_800) < 1 + 0.13 * bend
    },
  }
}
