import type { Random } from "@holdfast/kernel"
import type { Land } from "./land.ts"
import type { Mesh, Side } from "./mesh.ts"
import type { Point } from "./plan.ts"
import type { Seed, Street } from "./settle.ts"
import { distance } from "./water.ts"

export type RoadClass = "trunk" | "main" | "minor"
export interface Bridge {
  readonly from: number
  readonly to: number
}
export interface Roads {
  /** Sides of the mesh that carry a road, and bridges, each once. */
  readonly sides: Readonly<Record<RoadClass, readonly Side[]>>
  readonly bridges: readonly Bridge[]
}

interface Edge {
  readonly to: number
  readonly lengthM: number
  readonly number: number
}

const RING_M = [9_600, 8_300] as const
/** Nearer to the middle of the river there is no road but on a bridge. */
const DRY_FROM_M = 360
const MINOR_FROM_DENSITY = 0.3
/** A way that has a road already costs less, so that ways run together as they do in cities. */
const discount: Record<RoadClass, number> = { trunk: 0.45, main: 0.65, minor: 1 }

/**
 * Roads along the borders of cells. The districts' middles are joined by trunk roads and a ring, streets by main roads, each by
 * the shortest way that prefers roads already there; every block of a dense cell has a minor road. The river is crossed at
 * bridges only.
 */
export function layRoads(options: {
  land: Land
  mesh: Mesh
  seeds: readonly Seed[]
  streets: readonly Street[]
  random: Random
}): Roads {
  const { land, mesh, seeds, streets, random } = options
  const bridges = layBridges(mesh, seeds, random)
  const all: Side[] = mesh.sides.filter(({ from, to }) => !isWet(from) && !isWet(to))
  all.push(...bridges.map(({ from, to }) => ({ from, to, left: -1, right: -1 })))
  const network = new Network(mesh, all, land)
  const nodeNear = (at: Point) => network.nearest(at)

  const middles = streets.filter((street, i) => streets.findIndex(({ district }) => district === street.district) === i)
  const hubs = middles.map(({ at }) => nodeNear(at))
  const ring = Array.from({ length: 18 }, (_, i) => {
    const angle = (i / 18) * 2 * Math.PI
    return nodeNear([RING_M[0] * Math.cos(angle), 1_000 + RING_M[1] * Math.sin(angle)])
  })
  for (const [i, from] of ring.entries()) network.lay("trunk", from, ring[(i + 1) % ring.length]!)
  for (const [i, from] of hubs.entries()) {
    const nearest = hubs.toSorted(
      (a, b) => distance(mesh.corners[a]!, middles[i]!.at) - distance(mesh.corners[b]!, middles[i]!.at),
    )
    for (const to of nearest.slice(1, 3)) network.lay("trunk", from, to)
  }
  for (let i = 0; i < 9; i += 1) {
    const angle = (i / 9) * 2 * Math.PI + random.between(-0.15, 0.15)
    const far: Point = [21_000 * Math.cos(angle), 18_500 * Math.sin(angle)]
    network.lay("trunk", nodeNear([RING_M[0] * Math.cos(angle), 1_000 + RING_M[1] * Math.sin(angle)]), nodeNear(far))
  }
  const stops = streets.map(({ at }) => nodeNear(at))
  for (const [i, from] of stops.entries()) {
    const order = streets.map((street, j) => [distance(street.at, streets[i]!.at), j] as const).toSorted((a, b) => a[0] - b[0])
    for (const [, j] of order.slice(1, 5)) network.lay("main", from, stops[j]!)
  }
  const dense = (seed: number) => seed >= 0 && seeds[seed]!.street >= 0 && land.density(seeds[seed]!.at) > MINOR_FROM_DENSITY
  for (const [i, side] of all.entries()) if (side.left >= 0 && dense(side.left) && dense(side.right)) network.mark("minor", i)
  return { bridges: bridges.filter(({ from, to }) => network.isUsed(from, to)), sides: network.sides() }

  function isWet(corner: number): boolean {
    const at = mesh.corners[corner]!
    return mesh.inRiver.has(corner) || land.inLake(at) || land.river.distanceM(at) < DRY_FROM_M
  }
}

/** Crossings straight over the river, close together in the middle of the city. */
function layBridges(mesh: Mesh, seeds: readonly Seed[], random: Random): Bridge[] {
  const quay = new Map<string, number>()
  for (const { from, to, left, right } of mesh.sides) {
    const [a, b] = [seeds[left]!, seeds[right]!]
    if (a.pair === undefined || b.pair === undefined || a.bank !== b.bank || mesh.inRiver.has(from) === mesh.inRiver.has(to))
      continue
    quay.set(`${a.bank} ${Math.min(a.pair, b.pair)}`, mesh.inRiver.has(from) ? to : from)
  }
  const bridges: Bridge[] = []
  let last: Point = [-99_000, 0]
  for (const pair of [...new Set(seeds.flatMap(({ pair }) => pair ?? []))].toSorted((a, b) => a - b)) {
    const [from, to] = [quay.get(`north ${pair}`), quay.get(`south ${pair}`)]
    if (from === undefined || to === undefined) continue
    const at = mesh.corners[from]!
    const wantedM = 1_900 + 0.16 * Math.hypot(...at) + random.between(0, 700)
    if (distance(at, last) < wantedM || distance(at, mesh.corners[to]!) > 1_900) continue
    bridges.push({ from, to })
    last = at
  }
  return bridges
}

class Network {
  readonly #mesh: Mesh
  readonly #all: readonly Side[]
  readonly #edges = new Map<number, Edge[]>()
  readonly #classes: (RoadClass | undefined)[]

  constructor(mesh: Mesh, all: readonly Side[], land: Land) {
    this.#mesh = mesh
    this.#all = all
    this.#classes = all.map(() => undefined)
    for (const [number, { from, to }] of all.entries()) {
      const [a, b] = [mesh.corners[from]!, mesh.corners[to]!]
      const climbM = Math.abs(land.heightM(a) - land.heightM(b))
      const lengthM = distance(a, b) + 14 * climbM + 60
      this.#add(from, { to, lengthM, number })
      this.#add(to, { to: from, lengthM, number })
    }
  }

  nearest(at: Point): number {
    let best = -1
    let bestM = Infinity
    for (const node of this.#edges.keys()) {
      const metres = distance(this.#mesh.corners[node]!, at)
      if (metres < bestM) [best, bestM] = [node, metres]
    }
    return best
  }

  mark(kind: RoadClass, number: number): void {
    this.#classes[number] ??= kind
  }

  /** Gives every side of the cheapest way at least this class. Dijkstra with a binary heap. */
  lay(kind: RoadClass, from: number, to: number): void {
    const cost = new Map([[from, 0]])
    const cameBy = new Map<number, { node: number; edge: Edge }>()
    const heap = new Heap()
    heap.push(0, from)
    for (let top = heap.pop(); top; top = heap.pop()) {
      const [spent, node] = top
      if (node === to) break
      if (spent > cost.get(node)!) continue
      for (const edge of this.#edges.get(node) ?? []) {
        const next = spent + edge.lengthM * discount[this.#classes[edge.number] ?? "minor"]
        if (next >= (cost.get(edge.to) ?? Infinity)) continue
        cost.set(edge.to, next)
        cameBy.set(edge.to, { node, edge })
        heap.push(next, edge.to)
      }
    }
    for (let step = cameBy.get(to); step; step = cameBy.get(step.node)) this.mark(kind, step.edge.number)
  }

  isUsed(from: number, to: number): boolean {
    return this.#all.some((side, i) => side.from === from && side.to === to && this.#classes[i] !== undefined)
  }

  sides(): Record<RoadClass, Side[]> {
    const found: Record<RoadClass, Side[]> = { trunk: [], main: [], minor: [] }
    for (const [i, side] of this.#all.entries()) {
      const kind = this.#classes[i]
      if (kind) found[kind].push(side)
    }
    return found
  }

  #add(node: number, edge: Edge): void {
    const known = this.#edges.get(node)
    if (known) known.push(edge)
    else this.#edges.set(node, [edge])
  }
}

/** The cheapest first. */
class Heap {
  readonly #items: [number, number][] = []
  push(cost: number, node: number): void {
    let i = this.#items.push([cost, node]) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.#items[parent]![0] <= cost) break
      this.#items[i] = this.#items[parent]!
      i = parent
    }
    this.#items[i] = [cost, node]
  }
  pop(): [number, number] | undefined {
    const top = this.#items[0]
    const last = this.#items.pop()
    if (!last || this.#items.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= this.#items.length) break
      if (child + 1 < this.#items.length && this.#items[child + 1]![0] < this.#items[child]![0]) child += 1
      if (this.#items[child]![0] >= last[0]) break
      this.#items[i] = this.#items[child]!
      i = child
    }
    this.#items[i] = last
    return top
  }
}
