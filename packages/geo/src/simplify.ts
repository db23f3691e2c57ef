type Point = readonly [number, number]

/**
 * Leaves out the points of a line that lie within `tolerance` of what remains (Ramer, Douglas, Peucker), in the units of the
 * points. Both ends stay. Works without recursion, so length is bounded by memory only.
 */
export function simplifyLine<P extends Point>(points: readonly P[], tolerance: number): P[] {
  const weights = weighPoints(points, tolerance)
  return points.filter((_, i) => weights[i]! > tolerance)
}

/**
 * For each point of a line the tolerance from which on `simplifyLine` leaves it out; the ends never go. Who tries many tolerances
 * looks only once.
 *
 * @param least points that go below this tolerance already are given 0
 */
export function weighPoints(points: readonly Point[], least = 0): Float64Array {
  const weights = new Float64Array(points.length)
  if (points.length === 0) return weights
  weights[0] = weights[points.length - 1] = Infinity
  const open: [first: number, last: number, weight: number][] = [[0, points.length - 1, Infinity]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last, above] = span
    let farthest = 0
    let at = -1
    for (let i = first + 1; i < last; i += 1) {
      const distance = squaredDistance(points[i]!, points[first]!, points[last]!)
      if (distance > farthest) [farthest, at] = [distance, i]
    }
    if (farthest > least * least) {
      // A point is never left out before those that it hangs on.
      const weight = Math.min(above, Math.sqrt(farthest))
      weights[at] = weight
      open.push([first, at, weight], [at, last, weight])
    }
  }
  return weights
}

/** As `simplifyLine` for a closed ring; undefined when nothing with an area remains. */
export function simplifyRing<P extends Point>(ring: readonly P[], tolerance: number): P[] | undefined {
  const kept = simplifyLine(ring, tolerance)
  return kept.length >= 4 ? kept : undefined
}

/** Squared distance of a point from a segment; from its end when both ends are one. */
function squaredDistance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length))
  return (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2
}
