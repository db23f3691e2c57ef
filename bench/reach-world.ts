import type { LonLat, MultiPolygon, Ring } from "@holdfast/geo"
import { Random } from "@holdfast/kernel"
import { type AreaSubscription, type PopulationCells, type PublishedArea, planarPolygons, type ReachArea } from "@holdfast/reach"

/** A land on both sides of the date line, 40° wide and 30° high. */
const LAND = { west: 160, south: 20, wide: 40, high: 30 }
/** How many positions a border between two areas has besides its ends. */
const BENDS = 6
/** Every so manieth area has a hole, and in the hole lies another. */
const ENCLAVE_EVERY = 49
const YEAR_S = 31_536_000
export const hazards = ["rainstorm", "flood", "heat", "typhoon", "cold", "wind", "dust", "fire"] as const

export interface Question {
  /** As it would stand in a message, and as both sides are asked. */
  readonly area: ReachArea
  readonly polygons: MultiPolygon
  readonly hazard: number
  readonly level: number
}

/** Areas that cover a land without gaps: neighbours share each position of their border. */
export function makeAreas(count: number, seed: number): PublishedArea[] {
  const cells = Math.max(4, count - Math.floor(count / (ENCLAVE_EVERY + 1)))
  const rows = Math.round(Math.sqrt((cells * LAND.high) / LAND.wide))
  const columns = 2 * Math.round(cells / rows / 2)
  const random = new Random(seed)
  const [dx, dy] = [LAND.wide / columns, LAND.high / rows]
  // The date line runs along a border, which therefore is straight.
  const isEdge = (i: number) => i === 0 || i === columns || i === columns / 2
  const corner = Array.from({ length: (columns + 1) * (rows + 1) }, (_, at): LonLat => {
    const [i, j] = [at % (columns + 1), Math.floor(at / (columns + 1))]
    const jitter = () => random.between(-0.25, 0.25)
    return [LAND.west + (i + (isEdge(i) ? 0 : jitter())) * dx, LAND.south + (j + jitter()) * dy]
  })
  const at = (i: number, j: number) => corner[j * (columns + 1) + i]!
  const bend = (from: LonLat, to: LonLat, straight: boolean): LonLat[] =>
    Array.from({ length: BENDS }, (_, k) => {
      const t = (k + 1) / (BENDS + 1)
      const off = () => random.between(-0.03, 0.03)
      return [from[0] + t * (to[0] - from[0]) + (straight ? 0 : off() * dx), from[1] + t * (to[1] - from[1]) + off() * dy]
    })
  const east = Array.from({ length: columns * (rows + 1) }, (_, k) => {
    const [i, j] = [k % columns, Math.floor(k / columns)]
    return [at(i, j), ...bend(at(i, j), at(i + 1, j), false)]
  })
  const north = Array.from({ length: (columns + 1) * rows }, (_, k) => {
    const [i, j] = [k % (columns + 1), Math.floor(k / (columns + 1))]
    return [at(i, j), ...bend(at(i, j), at(i, j + 1), isEdge(i))]
  })
  const areas: PublishedArea[] = []
  for (let j = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1) {
      const right = north[j * (columns + 1) + i + 1]!
      const upper = east[(j + 1) * columns + i]!
      const left = north[j * (columns + 1) + i]!
      const outer = [...east[j * columns + i]!, ...right, at(i + 1, j + 1), ...upper.slice(1).toReversed(), at(i, j + 1)]
      const ring = onEarth([...outer, ...left.slice(1).toReversed(), at(i, j)], i >= columns / 2)
      const middle: LonLat = [LAND.west + (i + 0.5) * dx, LAND.south + (j + 0.5) * dy]
      const hole = onEarth(
        Array.from({ length: 9 }, (_, k): LonLat => {
          const angle = ((k % 8) * Math.PI) / 4
          return [middle[0] + 0.15 * dx * Math.cos(angle), middle[1] + 0.15 * dy * Math.sin(angle)]
        }),
        i >= columns / 2,
      )
      const isHollow = areas.length % (ENCLAVE_EVERY + 1) === 0
      areas.push({ id: String(areas.length), shape: [isHollow ? [ring, hole] : [ring]] })
      if (isHollow) areas.push({ id: String(areas.length), shape: [[hole]] })
    }
  }
  return areas
}

/** Subscriptions one by one, in the order of their areas, some areas with many more than others. */
export function* makeSubscriptions(count: number, areas: number, now: number, seed: number): Generator<AreaSubscription> {
  const random = new Random(seed)
  const weights = Float64Array.from({ length: areas }, () => Math.exp(random.normal(0, 0.7)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let [given, due] = [0, 0]
  for (let area = 0; area < areas; area += 1) {
    due += (weights[area]! / sum) * count
    const until = area === areas - 1 ? count : Math.round(due)
    for (; given < until; given += 1) yield newSubscription(random, given + 1, String(area), now)
  }
}

export function newSubscription(random: Random, number: number, area: string, now: number): AreaSubscription {
  const some = random.chance(0.15) ? hazards.filter(() => random.chance(0.4)) : []
  return {
    number,
    area,
    hazards: some.length > 0 ? some : null,
    minLevel: random.pick([1, 1, 1, 2, 2, 3, 4]),
    expires: now + Math.floor(random.between(-0.05, 1) * YEAR_S),
  }
}

/** Cells of a regular grid over the land, row by row. */
export function makeCells(count: number, seed: number): PopulationCells {
  const random = new Random(seed)
  const side = Math.round(Math.sqrt(count))
  const [lon, lat] = [new Float64Array(side * side), new Float64Array(side * side)]
  for (let i = 0; i < lon.length; i += 1) {
    const x = LAND.west + (((i % side) + 0.5) * LAND.wide) / side
    lon[i] = x > 180 ? x - 360 : x
    lat[i] = LAND.south + ((Math.floor(i / side) + 0.5) * LAND.high) / side
  }
  return { lon, lat, residents: Uint32Array.from(lon, () => (random.chance(0.3) ? 0 : random.int(500))) }
}

/** Stars of 20 to 2,000 corners, some with a hole, some across the date line; circles; and the very outlines of areas. */
export function makeQuestions(count: number, areas: readonly PublishedArea[], seed: number): Question[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const radius = 0.3 * 20 ** random.float()
    const isAcross = i % 5 === 1
    const center: LonLat = [
      isAcross ? 180 + random.between(-radius, radius) : LAND.west + 0.5 + random.float() * (LAND.wide - 1),
      LAND.south + random.float() * LAND.high,
    ]
    const area = ask(random, i, { center, radius, areas })
    return { area, polygons: planarPolygons([area]), hazard: random.int(hazards.length), level: 2 + random.int(3) }
  })
}

function ask(
  random: Random,
  i: number,
  { center, radius, areas }: { readonly center: LonLat; readonly radius: number; readonly areas: readonly PublishedArea[] },
): ReachArea {
  if (i % 10 === 3) return { polygons: [], circles: [{ center: wrap(center), radiusKm: radius * 111 }] }
  if (i % 10 === 7) return { polygons: random.pick(areas).shape, circles: [] }
  const corners = Math.round(20 * 100 ** random.float())
  const noise = Array.from({ length: corners }, () => random.between(0.7, 1))
  const star = (share: number): Ring => {
    const ring = noise.map((far, k): LonLat => {
      const angle = (k * 2 * Math.PI) / corners
      return wrap([center[0] + share * radius * far * Math.cos(angle), center[1] + share * radius * far * Math.sin(angle)])
    })
    return [...ring, ring[0]!]
  }
  return { polygons: [i % 3 === 0 ? [star(1), star(0.4)] : [star(1)]], circles: [] }
}

function wrap([lon, lat]: LonLat): LonLat {
  return [lon > 180 ? lon - 360 : lon, lat]
}

function onEarth(ring: Ring, isBeyond: boolean): Ring {
  return isBeyond ? ring.map(([lon, lat]): LonLat => [lon - 360, lat]) : ring
}
