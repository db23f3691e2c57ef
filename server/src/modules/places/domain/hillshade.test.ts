import { expect, test } from "vitest"
import { shadeHills } from "./hillshade.ts"

const SIZE = 40
const bounds = [118, 30, 118.1, 30.09] as const

test("flat land is clear; a hill is light towards the north-west and dark towards the south-east", () => {
  const flat = shadeHills({ bounds, columns: SIZE, rows: SIZE, heightsM: new Int16Array(SIZE * SIZE).fill(12) })
  expect(flat.greyAlpha.filter((_, i) => i % 2 === 1).every((alpha) => alpha === 0)).toBe(true)
  const heightsM = Int16Array.from(
    { length: SIZE * SIZE },
    (_, i) => 900 - 40 * Math.hypot((i % SIZE) - 20, Math.floor(i / SIZE) - 20),
  )
  const { widthPx, heightPx, greyAlpha } = shadeHills({ bounds, columns: SIZE, rows: SIZE, heightsM })
  const grey = (x: number, y: number) => greyAlpha[(Math.floor(y * heightPx) * widthPx + Math.floor(x * widthPx)) * 2]
  expect([grey(0.3, 0.3), grey(0.7, 0.7)]).toEqual([255, 0])
})
