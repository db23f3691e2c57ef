import type { Random } from "@holdfast/kernel"

export type Lattice = [number, number][]
type Line = readonly (readonly [number, number])[]

/**
 * A polygon with whole coordinates, so that plain arithmetic is exact: rectangles, triangles, stars, rings that cross or fold back on
 * themselves, some with a hole that may touch the outside, some without any width.
 */
export function latticePolygon(random: Random, size: number, x = 0, y = 0): Lattice[] {
  const point = (): [number, number] => [x + integer(random, 0, size), y + integer(random, 0, size)]
  const ring = (count: number) => {
    const points = Array.from({ length: count }, point)
    return [...points, points[0]!]
  }
  const box = (): Lattice => {
    const [[x1, y1], [x2, y2]] = [point(), point()]
    return [
      [x1, y1],
      [x2, y1],
      [x2, y2],
      [x1, y2],
      [x1, y1],
    ]
  }
  const outer = random.chance(0.4) ? box() : ring(integer(random, 3, 9))
  return random.chance(0.3) ? [outer, random.chance(0.5) ? box() : ring(3)] : [outer]
}

/** 0 outside, 1 inside, 2 on an edge. */
export function latticeWhere(x: number, y: number, polygon: readonly Line[]): 0 | 1 | 2 {
  let inside = false
  for (const ring of polygon) {
    for (const [[x1, y1], [x2, y2]] of sidesOf(ring)) {
      const turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
      if (turn === 0 && between(x, x1, x2) && between(y, y1, y2)) return 2
      if (y1 > y !== y2 > y && turn > 0 === y2 > y1) inside = !inside
    }
  }
  return inside ? 1 : 0
}

export function touchesByBruteForce(one: readonly Line[], other: readonly Line[]): boolean {
  const sides = other.flatMap((ring) => sidesOf(ring))
  return (
    one.some((ring) => sidesOf(ring).some((a) => sides.some((b) => meet(a, b)))) ||
    one.some((ring) => latticeWhere(...ring[0]!, other) > 0) ||
    other.some((ring) => latticeWhere(...ring[0]!, one) > 0)
  )
}

/** A whole number, both ends included. */
export function integer(random: Random, low: number, high: number): number {
  return low + random.int(high - low + 1)
}

type Side = readonly [readonly [number, number], readonly [number, number]]

function sidesOf(ring: Line): Side[] {
  return ring.slice(1).map((to, i) => [ring[i]!, to])
}

function meet([a, b]: Side, [c, d]: Side): boolean {
  const turn = ([x, y]: Side[0]) => Math.sign((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]))
  const back = ([x, y]: Side[0]) => Math.sign((d[0] - c[0]) * (y - c[1]) - (d[1] - c[1]) * (x - c[0]))
  const on = (p: Side[0], [from, to]: Side) => between(p[0], from[0], to[0]) && between(p[1], from[1], to[1])
  if (turn(c) * turn(d) < 0 && back(a) * back(b) < 0) return true
  return (
    (turn(c) === 0 && on(c, [a, b])) ||
    (turn(d) === 0 && on(d, [a, b])) ||
    (back(a) === 0 && on(a, [c, d])) ||
    (back(b) === 0 && on(b, [c, d]))
  )
}

function between(value: number, a: number, b: number): boolean {
  return Math.min(a, b) <= value && value <= Math.max(a, b)
}
