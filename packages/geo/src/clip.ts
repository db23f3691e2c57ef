import type { Bounds } from "./bounds.ts"

type Point = readonly [number, number]
type Axis = 0 | 1

/**
 * The part of a closed ring inside a box (Sutherland and Hodgman, 1974), closed again; empty when nothing is inside. A concave
 * ring that leaves and comes back is joined along the edge of the box, which a buffer around a tile hides.
 */
export function clipRing(ring: readonly Point[], [west, south, east, north]: Bounds): Point[] {
  let points = ring.slice(0, -1)
  points = cut(points, 0, west, true)
  points = cut(points, 0, east, false)
  points = cut(points, 1, south, true)
  points = cut(points, 1, north, false)
  return points.length < 3 ? [] : [...points, points[0]!]
}

function cut(points: readonly Point[], axis: Axis, limit: number, above: boolean): Point[] {
  const inside = (point: Point) => (above ? point[axis] >= limit : point[axis] <= limit)
  const result: Point[] = []
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    const [from, to] = [points[j]!, points[i]!]
    if (inside(from) !== inside(to)) result.push(crossing(from, to, axis, limit))
    if (inside(to)) result.push(to)
  }
  return result
}

function crossing(from: Point, to: Point, axis: Axis, limit: number): Point {
  const t = (limit - from[axis]) / (to[axis] - from[axis])
  return axis === 0 ? [limit, from[1] + t * (to[1] - from[1])] : [from[0] + t * (to[0] - from[0]), limit]
}

/** The parts of a line inside a box, each segment by Liang and Barsky (1984). */
export function clipLine(line: readonly Point[], bounds: Bounds): Point[][] {
  const parts: Point[][] = []
  let open: Point[] | undefined
  for (let i = 1; i < line.length; i += 1) {
    const range = insideRange(line[i - 1]!, line[i]!, bounds)
    if (!range) {
      open = undefined
      continue
    }
    const [start, end] = range
    if (!open || start > 0) parts.push((open = [along(line[i - 1]!, line[i]!, start)]))
    open.push(along(line[i - 1]!, line[i]!, end))
    if (end < 1) open = undefined
  }
  return parts
}

/** Which share of a segment is inside, as two numbers from 0 to 1. */
function insideRange([x1, y1]: Point, [x2, y2]: Point, [west, south, east, north]: Bounds): [number, number] | undefined {
  let [start, end] = [0, 1]
  for (const [step, room] of [
    [x1 - x2, x1 - west],
    [x2 - x1, east - x1],
    [y1 - y2, y1 - south],
    [y2 - y1, north - y1],
  ] as const) {
    if (step === 0 && room < 0) return undefined
    if (step < 0) start = Math.max(start, room / step)
    if (step > 0) end = Math.min(end, room / step)
  }
  return start < end ? [start, end] : undefined
}

function along(from: Point, to: Point, t: number): Point {
  if (t === 0) return from
  return t === 1 ? to : [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]
}
