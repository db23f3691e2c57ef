import { levels } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { levelMark } from "./level-mark.ts"

const shapes = { blue: "<circle", yellow: "L26.5 25.5", orange: "L26.5 14", red: 'width="24"' }

test.each(levels)("%s has its own shape and as many bars as its rank", (level) => {
  const mark = levelMark({ level, state: "in-force" }).text
  expect(mark).toContain(shapes[level])
  expect(mark.match(/width="2.6"/g)).toHaveLength(levels.indexOf(level) + 1)
})
test("filled is in force, hollow is measured, dashed is a draft", () => {
  expect(levelMark({ level: "red", state: "in-force" }).text).toContain("fill:var(--level-red-solid)")
  expect(levelMark({ level: "red", state: "measured" }).text).not.toMatch(/red-solid|dasharray/)
  expect(levelMark({ level: "red", state: "draft" }).text).toContain("dasharray")
})
test("lifted is a ring with a tick, unknown a dashed ring", () => {
  expect(levelMark({ state: "lifted" }).text).toContain("level-lifted-edge")
  expect(levelMark({ state: "unknown" }).text).toContain("dasharray")
})
