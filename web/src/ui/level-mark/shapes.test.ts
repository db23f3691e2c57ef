import { levels } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { barsOf } from "./shapes.ts"

test("each level has one bar more, rising, centred, inside the square", () => {
  levels.forEach((level, index) => {
    const bars = barsOf(level)
    expect(bars).toHaveLength(index + 1)
    expect(bars.map(({ height }) => height)).toEqual(bars.map(({ height }) => height).toSorted((a, b) => a - b))
    expect((bars[0]!.x + bars.at(-1)!.x + bars.at(-1)!.width) / 2).toBeCloseTo(14)
    for (const bar of bars) expect(bar.y).toBeGreaterThan(2)
  })
})
