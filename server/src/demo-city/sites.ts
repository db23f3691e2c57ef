import type { Site } from "@holdfast/contracts"
import type { LocalPlane } from "@holdfast/geo"
import type { Random } from "@holdfast/kernel"
import type { Mesh } from "./mesh.ts"
import { bilingual } from "./names.ts"
import { type PlannedArea, type Point, rounded } from "./plan.ts"
import type { Roads } from "./roads.ts"
import type { Seed, Street } from "./settle.ts"

/** A kind of site, how its parts are called, how many residents one of them serves, and for how many it has room. */
interface Recipe {
  readonly kind: Site["kind"]
  readonly names: readonly (readonly [zh: string, en: string])[]
  readonly residents: number
  readonly atMost: number
  readonly capacity?: readonly [least: number, most: number]
}

const recipes: readonly Recipe[] = [
  {
    kind: "school",
    names: [
      ["小学", "Primary School"],
      ["中学", "Middle School"],
      ["幼儿园", "Kindergarten"],
    ],
    residents: 4_200,
    atMost: 900,
  },
  {
    kind: "hospital",
    names: [
      ["医院", "Hospital"],
      ["卫生服务中心", "Health Centre"],
    ],
    residents: 30_000,
    atMost: 160,
  },
  {
    kind: "shelter",
    names: [
      ["应急避难场所", "Shelter"],
      ["体育馆避难场所", "Gymnasium Shelter"],
    ],
    residents: 8_000,
    atMost: 500,
    capacity: [400, 4_000],
  },
  {
    kind: "business",
    names: [
      ["加油站", "Petrol Station"],
      ["饭店", "Restaurant"],
      ["仓库", "Warehouse"],
      ["化工仓储", "Chemical Store"],
      ["液化气站", "LPG Depot"],
      ["五金厂", "Metal Works"],
    ],
    residents: 1_700,
    atMost: 2_200,
  },
  {
    kind: "venue",
    names: [
      ["商场", "Mall"],
      ["剧院", "Theatre"],
      ["体育场", "Stadium"],
      ["客运站", "Coach Station"],
    ],
    residents: 30_000,
    atMost: 140,
    capacity: [800, 18_000],
  },
  { kind: "substation", names: [["变电站", "Substation"]], residents: 36_000, atMost: 90 },
  { kind: "mast", names: [["通信基站", "Mast"]], residents: 5_500, atMost: 520 },
  { kind: "waterworks", names: [["水厂", "Waterworks"]], residents: 330_000, atMost: 14 },
  { kind: "pump-station", names: [["排涝泵站", "Pump Station"]], residents: 48_000, atMost: 80 },
  { kind: "store", names: [["应急物资库", "Relief Store"]], residents: 95_000, atMost: 40 },
]

const numerals = ["", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十"]

export interface Placed {
  readonly plane: LocalPlane
  readonly mesh: Mesh
  readonly seeds: readonly Seed[]
  readonly streets: readonly Street[]
  readonly cellOf: readonly (PlannedArea | undefined)[]
}

/** Sites where people live, each in one cell, named after its street. */
export function placeSites(city: Placed, roads: Roads, random: Random): Site[] {
  const { plane, seeds, streets, cellOf } = city
  const people = cellOf.reduce((sum, cell) => sum + (cell?.population ?? 0), 0)
  const sites: Site[] = []
  const numbers = new Map<string, number>()
  const put = (kind: Site["kind"], seed: number, at: Point, names: Recipe["names"][number], capacity: number | null) => {
    const { name } = streets[seeds[seed]!.street]!
    const key = `${name.slug}-${kind}`
    const number = (numbers.get(key) ?? 0) + 1
    numbers.set(key, number)
    const same = `${name.slug} ${names[1]}`
    const nth = (numbers.get(same) ?? 0) + 1
    numbers.set(same, nth)
    const zh = `${name.zh}${numerals[nth - 1] ?? `第${nth}`}${names[0]}`
    const en = `${name.en} ${names[1]}${nth > 1 ? ` ${nth}` : ""}`
    sites.push({
      id: `${key}-${number}`,
      kind,
      name: bilingual(zh, en),
      area: cellOf[seed]!.id,
      at: rounded(plane.toLonLat(at)),
      capacity,
    })
  }
  const steps = cumulative(cellOf.map((cell, i) => (seeds[i]!.pair === undefined ? (cell?.population ?? 0) : 0)))
  for (const { kind, names, residents, atMost, capacity } of recipes) {
    const count = Math.min(atMost, Math.max(2, Math.round(people / residents)))
    for (let i = 0; i < count; i += 1) {
      const seed = drawCell(steps, random)
      const room = capacity ? Math.round((capacity[0] + (capacity[1] - capacity[0]) * random.float() ** 2) / 50) * 50 : null
      put(kind, seed, inside(city, seed, random), random.pick(names), room)
    }
  }
  for (const seed of underpassCells(city, roads)) put("underpass", seed.cell, seed.at, ["下穿通道", "Underpass"], null)
  for (const { from, to } of roads.bridges) {
    const [a, b] = [city.mesh.corners[from]!, city.mesh.corners[to]!]
    const cell = city.mesh.cells.findIndex((corners, i) => corners.includes(from) && cellOf[i])
    if (cell >= 0) put("bridge", cell, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], ["大桥", "Bridge"], null)
  }
  return sites
}

/** Where a main road passes under a trunk road in low, dense parts: the places that flood first. */
function underpassCells({ mesh, cellOf }: Placed, roads: Roads): { cell: number; at: Point }[] {
  const trunk = new Set(roads.sides.trunk.flatMap(({ from, to }) => [from, to]))
  const crossings = roads.sides.main.flatMap(({ from, to, left }) =>
    left >= 0 && trunk.has(from) !== trunk.has(to) ? [{ corner: trunk.has(from) ? from : to, cell: left }] : [],
  )
  const spots = crossings.filter(({ cell }) => (cellOf[cell]?.population ?? 0) > 0)
  const every = Math.max(1, Math.floor(spots.length / 38))
  return spots
    .filter((_, i) => i % every === 0)
    .slice(0, 38)
    .map(({ corner, cell }) => ({ cell, at: mesh.corners[corner]! }))
}

/** A point inside a cell, somewhere between its middle and one of its corners. */
export function inside({ mesh, seeds }: Placed, cell: number, random: Random): Point {
  const [x, y] = seeds[cell]!.at
  const corner = mesh.corners[random.pick(mesh.cells[cell]!)]!
  const t = random.between(0.05, 0.6)
  return [x + (corner[0] - x) * t, y + (corner[1] - y) * t]
}

export function cumulative(weights: readonly number[]): Float64Array {
  let sum = 0
  return Float64Array.from(weights, (weight) => (sum += weight))
}

/** A cell, drawn as often as its weight says. */
export function drawCell(steps: Float64Array, random: Random): number {
  const wanted = random.float() * steps.at(-1)!
  let [low, high] = [0, steps.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]! <= wanted) low = middle + 1
    else high = middle
  }
  return low
}
