import fc from "fast-check"
import { expect, test } from "vitest"
import { simplifyLine, simplifyRing } from "./simplify.ts"

test("points on a straight line go, corners stay", () => {
  expect(
    simplifyLine(
      [
        [0, 0],
        [1, 0.01],
        [2, 0],
        [3, 5],
        [4, 0],
      ],
      0.1,
    ),
  ).toEqual([
    [0, 0],
    [2, 0],
    [3, 5],
    [4, 0],
  ])
})
test("a ring that shrinks to a line is no ring", () => {
  expect(
    simplifyRing(
      [
        [0, 0],
        [5, 0.01],
        [10, 0],
        [0, 0],
      ],
      1,
    ),
  ).toBeUndefined()
})
test("property: both ends stay, order stays, and nothing that went lies farther away than the tolerance", () => {
  const point = fc.tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: -100, max: 100, noNaN: true }))
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 60 }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      (line, tolerance) => {
        const kept = simplifyLine(line, tolerance)
        expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)])
        let from = 0
        for (const point of line) {
          if (point === kept[from + 1]) from += 1
          const [a, b] = [kept[from]!, kept[Math.min(from + 1, kept.length - 1)]!]
          expect(toSegment(point, a, b)).toBeLessThanOrEqual(tolerance + 1e-9)
        }
      },
    ),
  )
})

function toSegment([x, y]: readonly [number, number], [x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
  return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1))
}
