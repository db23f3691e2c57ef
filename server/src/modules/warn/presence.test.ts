import { expect, test } from "vitest"
import { Presence } from "./presence.ts"

const wang = { "zh-CN": "王", en: "Wang" }

test("who writes is seen while the page tells of itself, and leaves no trail", () => {
  const presence = new Presence()
  presence.touch("w", wang, 0)
  presence.touch("w", wang, 40_000)
  expect(presence.list(80_000)).toEqual([{ warning: "w", name: wang }])
  expect(presence.list(90_000)).toEqual([])
})

test("holds so many and no more", () => {
  const presence = new Presence()
  for (let i = 0; i < 600; i++) presence.touch(`w${i}`, wang, 0)
  expect(presence.list(0)).toHaveLength(500)
  presence.touch("late", wang, 60_000)
  expect(presence.list(60_000)).toEqual([{ warning: "late", name: wang }])
})
