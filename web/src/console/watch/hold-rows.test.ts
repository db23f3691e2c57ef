import type { SignalGroup } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { holdRows } from "./hold-rows.ts"

const group = (key: string, unseen = 0) => ({ key, unseen }) as SignalGroup
const keys = (rows: readonly SignalGroup[]) => rows.map(({ key }) => key)

test("rows under somebody's hands keep their places, take their news, and new ones wait", () => {
  const { rows, waiting } = holdRows([group("new"), group("b", 2), group("also new"), group("a")], ["a", "b", "over"])
  expect(keys(rows)).toEqual(["a", "b"])
  expect(rows[1]!.unseen).toBe(2)
  expect(waiting).toBe(2)
})

test("a list in nobody's hands is as it comes", () => {
  const { rows, waiting } = holdRows([group("b"), group("a")], undefined)
  expect(keys(rows)).toEqual(["b", "a"])
  expect(waiting).toBe(0)
})
