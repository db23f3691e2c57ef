import type { Ring } from "./lon-lat.ts"

/** Pairs of sides that are looked at: some 100 ms. What has more is as good as a tangle. */
const PAIRS_MAX = 20_000_000

/**
 * How often sides of these rings cross each other, counted to at most `limit`: mending a shape takes time for each crossing, and a
 * few thousand sides can have millions. Sides that only touch do not count.
 */
export function countCrossings(rings: readonly Ring[], limit: number): number {
  const sides = rings.flatMap((ring) =>
    ring.slice(1).map((to, i) => ({ from: ring[i]!, to, west: Math.min(ring[i]![0], to[0]) })),
  )
  sides.sort((a, b) => a.west - b.west)
  let [count, pairs] = [0, 0]
  for (const [at, { from: a, to: b }] of sides.entries()) {
    const east = Math.max(a[0], b[0])
    const [south, north] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])]
    for (let next = at + 1; next < sides.length && sides[next]!.west <= east; next += 1) {
      const { from: c, to: d } = sides[next]!
      pairs += 1
      if (pairs > PAIRS_MAX) return limit
      if ((c[1] > north && d[1] > north) || (c[1] < south && d[1] < south)) continue
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) count += 1
      if (count >= limit) return limit
    }
  }
  return count
}

type Point = readonly [number, number]
const turn = (a: Point, b: Point, c: Point) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
