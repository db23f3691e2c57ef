import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { BOX_TREE_NODE, boxTree } from "./box-tree.ts"

test("property: each item stands once in the order, and every node holds the boxes of its run", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = new Random(seed)
    const count = random.int(2_000)
    const boxes = Float64Array.from({ length: count * 4 }, () => random.between(-180, 180))
    for (let at = 0; at < boxes.length; at += 4)
      boxes.set(
        boxes.slice(at, at + 2).map((low) => low + random.float()),
        at + 2,
      )
    const { order, levels } = boxTree(boxes)
    expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    expect(levels.at(-1)!.length).toBe(count > 0 ? 4 : 0)
    for (const [k, level] of levels.entries()) {
      const size = BOX_TREE_NODE ** (k + 1)
      for (let node = 0; node * 4 < level.length; node += 1) {
        const held = order.subarray(node * size, (node + 1) * size)
        const least = (side: number) => held.reduce((low, i) => Math.min(low, boxes[i * 4 + side]!), Infinity)
        const most = (side: number) => held.reduce((high, i) => Math.max(high, boxes[i * 4 + side]!), -Infinity)
        expect([...level.subarray(node * 4, node * 4 + 4)], `seed ${seed}`).toEqual([least(0), least(1), most(2), most(3)])
      }
    }
  }
})

test("neighbours on the plane are neighbours in the order", () => {
  const points = Array.from({ length: 4096 }, (_, i) => [i % 64, Math.floor(i / 64)] as const)
  const { order } = boxTree(Float64Array.from(points.flatMap(([x, y]) => [x, y, x, y])))
  for (let i = 1; i < order.length; i += 1) {
    const [[x1, y1], [x2, y2]] = [points[order[i - 1]!]!, points[order[i]!]!]
    // Rounding to cells of the curve may swap two that are near.
    expect(Math.abs(x1 - x2) + Math.abs(y1 - y2)).toBeLessThanOrEqual(2)
  }
})
