type Point = readonly [number, number]

/**
 * Whether a closed ring crosses or touches itself anywhere but where one side joins the next. Sides are compared in the order of
 * their western ends, so that a ring of some thousand sides takes milliseconds.
 */
export function crossesItself(ring: readonly Point[]): boolean {
  const sides = ring.slice(1).map((to, i) => ({ i, from: ring[i]!, to, west: Math.min(ring[i]![0], to[0]) }))
  const last = sides.length - 1
  sides.sort((a, b) => a.west - b.west)
  for (const [at, one] of sides.entries()) {
    const east = Math.max(one.from[0], one.to[0])
    for (let next = at + 1; next < sides.length && sides[next]!.west <= east; next += 1) {
      const other = sides[next]!
      const apart = Math.abs(one.i - other.i)
      if (apart > 1 && apart < last && meet(one.from, one.to, other.from, other.to)) return true
    }
  }
  return false
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}

/** 1 to the left, -1 to the right, 0 straight on. */
function turn(a: Point, b: Point, c: Point): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

/** Whether a point on the line through two others lies between them. */
function isBetween(a: Point, b: Point, point: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= point[0] &&
    point[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= point[1] &&
    point[1] <= Math.max(a[1], b[1])
  )
}
