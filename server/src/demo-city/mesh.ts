import { triangulate } from "@holdfast/geo"
import type { Point } from "./plan.ts"
import type { Seed } from "./settle.ts"

/** A stretch of border between two cells, from one corner to the other. */
export interface Side {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly right: number
}

/** The plane cut into cells. Neighbours share corners by number, so moving a corner moves all of them and no gap can open. */
export interface Mesh {
  readonly corners: [number, number][]
  /** Corner numbers of each cell that lies in the city, counter-clockwise, by seed; empty outside. */
  readonly cells: readonly (readonly number[])[]
  readonly sides: readonly Side[]
  /** Corners in the middle of the river: where cells of both banks meet. */
  readonly inRiver: ReadonlySet<number>
}

/** The Voronoi cells of the seeds: corners are the circumcentres of their Delaunay triangles. */
export function layMesh(seeds: readonly Seed[]): Mesh {
  const { corners: of, neighbours } = triangulate(seeds.map(({ at }) => at))
  const count = of.length / 3
  const corners = Array.from({ length: count }, (_, triangle) => circumcentre(seeds, of.subarray(triangle * 3, triangle * 3 + 3)))
  const inRiver = new Set<number>()
  for (let triangle = 0; triangle < count; triangle += 1) {
    const around = [...of.subarray(triangle * 3, triangle * 3 + 3)].map((i) => seeds[i])
    const banks = new Set(around.map((seed) => seed?.bank))
    if (banks.has("north") && banks.has("south")) inRiver.add(triangle)
  }
  const first = new Int32Array(seeds.length).fill(-1)
  for (let i = 0; i < of.length; i += 1) if (of[i]! < seeds.length) first[of[i]!] = i
  const cells = seeds.map((seed, i) => (seed.street < 0 ? [] : around(first[i]!, of, neighbours)))
  const sides: Side[] = []
  for (let i = 0; i < of.length; i += 1) {
    const across = neighbours[i]!
    const [triangle, corner] = [Math.floor(i / 3), i % 3]
    const [a, b] = [of[i]!, of[triangle * 3 + ((corner + 1) % 3)]!]
    if (across < triangle || a >= seeds.length || b >= seeds.length) continue
    if (seeds[a]!.street >= 0 || seeds[b]!.street >= 0) sides.push({ from: across, to: triangle, left: a, right: b })
  }
  return { corners, cells, sides, inRiver }
}

/** Triangles around a seed, counter-clockwise, beginning at one of them. */
function around(start: number, of: Int32Array, neighbours: Int32Array): number[] {
  const triangles: number[] = []
  const seed = of[start]!
  let triangle = Math.floor(start / 3)
  do {
    triangles.push(triangle)
    const corner = of.subarray(triangle * 3, triangle * 3 + 3).indexOf(seed)
    triangle = neighbours[triangle * 3 + ((corner + 2) % 3)]!
  } while (triangle !== triangles[0])
  return triangles
}

function circumcentre(seeds: readonly Seed[], triangle: Int32Array): [number, number] {
  const [a, b, c] = [...triangle].map((i): Point | undefined => seeds[i]?.at)
  // A corner of the far triangle around everything: such cells lie outside and are never drawn.
  if (!a || !b || !c) return [0, 0]
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]]
  const d = 2 * (bx * cy - by * cx)
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy]
  return [a[0] + (cy * b2 - by * c2) / d, a[1] + (bx * c2 - cx * b2) / d]
}

/**
 * Makes lines of sides run more evenly: a corner where exactly two sides of a line meet moves half the way towards the middle of
 * its two neighbours, unless a cell around it would be turned over. Corners in the river and where lines fork stay.
 */
export function straighten(mesh: Mesh, sides: readonly Side[], rounds: number): void {
  const next = new Map<number, number[]>()
  for (const { from, to } of sides) {
    next.set(from, [...(next.get(from) ?? []), to])
    next.set(to, [...(next.get(to) ?? []), from])
  }
  const movable = [...next].filter(([corner, others]) => others.length === 2 && !mesh.inRiver.has(corner))
  const touching = new Map<number, (readonly number[])[]>(movable.map(([corner]) => [corner, []]))
  for (const cell of mesh.cells) for (const corner of cell) touching.get(corner)?.push(cell)
  for (let round = 0; round < rounds; round += 1) {
    for (const [corner, [a, b]] of movable) {
      const [at, p, q] = [mesh.corners[corner]!, mesh.corners[a!]!, mesh.corners[b!]!]
      mesh.corners[corner] = [at[0] / 2 + (p[0] + q[0]) / 4, at[1] / 2 + (p[1] + q[1]) / 4]
      if (!touching.get(corner)!.every((cell) => isSound(mesh, cell))) mesh.corners[corner] = at
    }
  }
}

/** Whether every corner of a cell is seen counter-clockwise from its middle, so that no two of its sides cross. */
function isSound({ corners }: Mesh, cell: readonly number[]): boolean {
  let [x, y] = [0, 0]
  for (const corner of cell) {
    x += corners[corner]![0] / cell.length
    y += corners[corner]![1] / cell.length
  }
  return cell.every((corner, i) => {
    const [a, b] = [corners[corner]!, corners[cell[(i + 1) % cell.length]!]!]
    return (a[0] - x) * (b[1] - y) - (a[1] - y) * (b[0] - x) > 0
  })
}
