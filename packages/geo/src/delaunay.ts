import { assert } from "@holdfast/kernel"

type Point = readonly [number, number]

/** Triangles as triples of point numbers, counter-clockwise, and across which edge each has which neighbour (−1 outside). */
export interface Triangulation {
  readonly corners: Int32Array
  /** Neighbour `3t + i` lies across the edge from corner i to corner i + 1 of triangle t. */
  readonly neighbours: Int32Array
}

/**
 * The Delaunay triangulation, by inserting one point after the other (Bowyer and Watson, 1981) and walking to it from the last.
 * Quick when neighbours in the list are neighbours on the plane. No two points may be equal. The last three corners of the
 * result's numbering, `points.length` to `+ 2`, are a far triangle around everything.
 */
export function triangulate(points: readonly Point[]): Triangulation {
  const reach = 20 * Math.max(1, ...points.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))))
  const all: Point[] = [...points, [-reach, -reach], [reach, -reach], [0, reach]]
  const n = points.length
  const corners: number[] = [n, n + 1, n + 2]
  const neighbours: number[] = [-1, -1, -1]
  const dead: boolean[] = [false]
  const free: number[] = []
  let last = 0

  const leftOf = (a: number, b: number, p: Point) => {
    const [ax, ay] = all[a]!
    const [bx, by] = all[b]!
    return (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)
  }
  const find = (p: Point) => {
    let triangle = last
    for (let steps = 0; steps <= corners.length; steps += 1) {
      let next = -1
      for (let i = 0; i < 3 && next < 0; i += 1)
        if (leftOf(corners[triangle * 3 + i]!, corners[triangle * 3 + ((i + 1) % 3)]!, p) < 0)
          next = neighbours[triangle * 3 + i]!
      if (next < 0) return triangle
      triangle = next
    }
    throw new Error("Assertion failed: the walk to a point did not end")
  }

  for (let p = 0; p < n; p += 1) {
    const point = all[p]!
    const cavity = new Set([find(point)])
    const rim: { from: number; to: number; outside: number }[] = []
    for (const triangle of cavity) {
      for (let i = 0; i < 3; i += 1) {
        const across = neighbours[triangle * 3 + i]!
        if (across >= 0 && cavity.has(across)) continue
        if (across >= 0 && inCircle(all, corners, across, point)) cavity.add(across)
        else rim.push({ from: corners[triangle * 3 + i]!, to: corners[triangle * 3 + ((i + 1) % 3)]!, outside: across })
      }
    }
    // A triangle that joined later may stand behind an edge that was taken for the rim.
    const edges = rim.filter(({ outside }) => outside < 0 || !cavity.has(outside))
    for (const triangle of cavity) {
      dead[triangle] = true
      free.push(triangle)
    }
    const startingAt = new Map<number, number>()
    const made = edges.map((edge) => {
      const triangle = free.pop() ?? dead.length
      dead[triangle] = false
      corners[triangle * 3] = edge.from
      corners[triangle * 3 + 1] = edge.to
      corners[triangle * 3 + 2] = p
      neighbours[triangle * 3] = edge.outside
      if (edge.outside >= 0) {
        for (let i = 0; i < 3; i += 1)
          if (corners[edge.outside * 3 + i] === edge.to && corners[edge.outside * 3 + ((i + 1) % 3)] === edge.from)
            neighbours[edge.outside * 3 + i] = triangle
      }
      startingAt.set(edge.from, triangle)
      return triangle
    })
    for (const triangle of made) {
      const next = startingAt.get(corners[triangle * 3 + 1]!)
      assert(next !== undefined, "the cavity of a new point is closed")
      neighbours[triangle * 3 + 1] = next
      neighbours[next * 3 + 2] = triangle
    }
    last = made[0]!
  }
  assert(!dead.includes(true), "no triangle stays unused")
  return { corners: Int32Array.from(corners), neighbours: Int32Array.from(neighbours) }
}

function inCircle(all: readonly Point[], corners: readonly number[], triangle: number, [px, py]: Point): boolean {
  const [ax, ay] = all[corners[triangle * 3]!]!
  const [bx, by] = all[corners[triangle * 3 + 1]!]!
  const [cx, cy] = all[corners[triangle * 3 + 2]!]!
  const [dax, day, dbx, dby, dcx, dcy] = [ax - px, ay - py, bx - px, by - py, cx - px, cy - py]
  const [a, b, c] = [dax * dax + day * day, dbx * dbx + dby * dby, dcx * dcx + dcy * dcy]
  return dax * (dby * c - b * dcy) - day * (dbx * c - b * dcx) + a * (dbx * dcy - dby * dcx) > 0
}
