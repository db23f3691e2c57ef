import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { dissolve } from "./dissolve.ts"
import { doubleArea } from "./polygon-area.ts"

const SIZE = 6
const corner = (x: number, y: number) => y * (SIZE + 1) + x
const positions = Array.from({ length: (SIZE + 1) ** 2 }, (_, i) => [i % (SIZE + 1), Math.floor(i / (SIZE + 1))] as const)
const face = (x: number, y: number) => [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]

test("two faces become one outline, and a gap in the middle a hole", () => {
  expect(dissolve([face(0, 0), face(1, 0)], positions)[0]![0]).toHaveLength(6)
  const ring = [0, 1, 2].flatMap((x) => [0, 1, 2].filter((y) => x !== 1 || y !== 1).map((y) => face(x, y)))
  const [polygon, ...others] = dissolve(ring, positions)
  expect([polygon!.length, others.length]).toEqual([2, 0])
})

test("property: the outline has the area of its faces", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = new Random(seed)
    const faces = Array.from({ length: SIZE * SIZE }, (_, i) => face(i % SIZE, Math.floor(i / SIZE))).filter(() =>
      random.chance(0.6),
    )
    const area = dissolve(faces, positions)
      .flat()
      .reduce((sum, loop) => sum + doubleArea(loop.map((i) => positions[i]!)), 0)
    expect(area / 2, `seed ${seed}`).toBeCloseTo(faces.length)
  }
})
