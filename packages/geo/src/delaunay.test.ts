import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { triangulate } from "./delaunay.ts"

test("property: no point lies inside the circle around a triangle, and neighbours know each other", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const random = new Random(seed)
    const points = Array.from({ length: 120 }, () => [random.between(-500, 500), random.between(-500, 500)] as const)
    const { corners, neighbours } = triangulate(points)
    expect(corners.length / 3).toBe(2 * 120 + 1)
    for (let t = 0; t < corners.length / 3; t += 1) {
      for (let i = 0; i < 3; i += 1) {
        const across = neighbours[t * 3 + i]!
        if (across < 0) continue
        expect([...neighbours.subarray(across * 3, across * 3 + 3)], `seed ${seed}`).toContain(t)
      }
      const triangle = [...corners.subarray(t * 3, t * 3 + 3)].map((i) => points[i])
      if (triangle.every((point) => point !== undefined)) expect(inside(triangle, points), `seed ${seed}, triangle ${t}`).toBe(0)
    }
  }
})

/** How many points lie clearly inside the circle through three others. */
function inside(triangle: readonly (readonly [number, number])[], points: readonly (readonly [number, number])[]): number {
  const [[ax, ay], [bx, by], [cx, cy]] = triangle as [[number, number], [number, number], [number, number]]
  const d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
  const [a, b, c] = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy]
  const x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / d
  const y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / d
  const radius = Math.hypot(ax - x, ay - y)
  return points.filter(([px, py]) => Math.hypot(px - x, py - y) < radius * (1 - 1e-7)).length
}
