import { expect, test } from "vitest"
import { nameGround } from "./name-ground.ts"

const areas = [
  { id: "c", parent: null },
  { id: "c/a", parent: "c" },
  { id: "c/b", parent: "c" },
  { id: "c/a/1", parent: "c/a" },
  { id: "c/a/2", parent: "c/a" },
]
const touched = (inside: Record<string, number>) =>
  Object.entries(inside).map(([id, share]) => ({ id, insideM2: share * 1e6, wholeM2: 1e6 }))

test("what is wholly inside is named as one, what is partly inside by its parts, and slivers not at all", () => {
  expect(nameGround(areas, touched({ c: 0.6, "c/a": 1, "c/a/1": 1, "c/a/2": 1, "c/b": 0.25 }))).toEqual({
    whole: ["c/a"],
    partly: [{ id: "c/b", share: 0.25 }],
  })
  expect(nameGround(areas, touched({ c: 0.3, "c/a": 0.7, "c/a/1": 0.9999, "c/a/2": 0.5, "c/b": 0.00005 }))).toEqual({
    whole: ["c/a/1"],
    partly: [{ id: "c/a/2", share: 0.5 }],
  })
  expect(nameGround(areas, touched({ c: 1, "c/a": 1, "c/b": 1 }))).toEqual({ whole: ["c"], partly: [] })
  // A district whose streets are not known, or have holes between them.
  expect(nameGround(areas, touched({ c: 0.2, "c/a": 0.4 })).partly).toEqual([{ id: "c/a", share: 0.4 }])
  expect(nameGround(areas, [])).toEqual({ whole: [], partly: [] })
})
