import { sideOf } from "@holdfast/geo"

/** Whether a segment has a point in common with the edge at `at` of a list: a touching end counts, and a point is a segment too. */
export function meetsEdge(edges: Float64Array, at: number, x1: number, y1: number, x2: number, y2: number): boolean {
  const ax = edges[at]!
  const ay = edges[at + 1]!
  const bx = edges[at + 2]!
  const by = edges[at + 3]!
  if ((ax > x1 && ax > x2 && bx > x1 && bx > x2) || (ax < x1 && ax < x2 && bx < x1 && bx < x2)) return false
  if ((ay > y1 && ay > y2 && by > y1 && by > y2) || (ay < y1 && ay < y2 && by < y1 && by < y2)) return false
  const start = sideOf(ax, ay, bx, by, x1, y1)
  const end = sideOf(ax, ay, bx, by, x2, y2)
  if ((start > 0 && end > 0) || (start < 0 && end < 0)) return false
  const a = sideOf(x1, y1, x2, y2, ax, ay)
  const b = sideOf(x1, y1, x2, y2, bx, by)
  // All four on one line: their boxes meet, so they do.
  return !((a > 0 && b > 0) || (a < 0 && b < 0))
}
