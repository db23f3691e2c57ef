import { expect, test } from "vitest"
import { Outlines } from "./outlines.ts"

test("an outline is read once until the areas change, also by two who ask at once, and a failure is not kept", async () => {
  const asked: string[] = []
  let fails = true
  const outlines = new Outlines(async (ids) => {
    asked.push(ids.join(" "))
    if (fails) throw new Error("gone")
    return [[[[asked.length, 0]]]]
  })
  await expect(outlines.get(["a"])).rejects.toThrow("gone")
  fails = false
  const [first, second] = await Promise.all([outlines.get(["a"]), outlines.get(["a"])])
  expect(second).toBe(first)
  expect(await outlines.get(["a", "b"])).not.toBe(first)
  // What was read of the old areas comes too late to be kept.
  outlines.forget()
  const again = await outlines.get(["a"])
  expect(again).not.toBe(first)
  expect(await outlines.get(["a"])).toBe(again)
  expect(asked).toEqual(["a", "a", "a b", "a"])
})
