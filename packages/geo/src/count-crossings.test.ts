import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { countCrossings, type LonLat } from "./index.ts"

const ringOf = (...corners: LonLat[]) => [...corners, corners[0]!]

test("a bow tie crosses once, two squares that overlap twice, squares that share a side never", () => {
  expect(countCrossings([ringOf([0, 0], [1, 1], [1, 0], [0, 1])], 10)).toBe(1)
  const square = ringOf([0, 0], [2, 0], [2, 2], [0, 2])
  expect(countCrossings([square, ringOf([1, 1], [3, 1], [3, 3], [1, 3])], 10)).toBe(2)
  expect(countCrossings([square, ringOf([2, 0], [4, 0], [4, 2], [2, 2])], 10)).toBe(0)
})

test("a tangle of ten thousand sides is found to be one", () => {
  const random = new Random(21)
  const tangle = ringOf(...Array.from({ length: 10_000 }, (): LonLat => [random.float(), random.float()]))
  expect(countCrossings([tangle], 1_000)).toBe(1_000)
})
