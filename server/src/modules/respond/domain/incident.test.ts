import type { AreaRef, PackPlan } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { isHigher, joinAreas, overlap, plansFor } from "./incident.ts"
import { afterVerb, isOverdue, type TaskState } from "./task.ts"

const name = { "zh-CN": "名", en: "name" }
const plan = (id: string, opensAt: PackPlan["opensAt"], level: PackPlan["level"]): PackPlan => ({
  id,
  name,
  opensAt,
  level,
  tasks: [],
})
const area = (id: string): AreaRef => ({ id, name })

test("a warning opens the plans of its own colour, highest level first, or those of the nearest lower colour", () => {
  const plans = [plan("a", "blue", "IV"), plan("b", "orange", "III"), plan("c", "orange", "II")]
  const ids = (level: PackPlan["opensAt"]) => plansFor(level, plans).map(({ id }) => id)
  expect([ids("blue"), ids("yellow"), ids("orange"), ids("red")]).toEqual([["a"], ["a"], ["c", "b"], ["c", "b"]])
  expect(plansFor("blue", [plan("only-red", "red", "I")])).toEqual([])
})

test("level I is the highest", () => {
  expect([isHigher("I", "II"), isHigher("II", "I"), isHigher("III", "III")]).toEqual([true, false, false])
})

test.each([
  ["city/xihe", "city/xihe", true],
  ["city/xihe", "city/xihe/liuyin", true],
  ["city/xihe/liuyin", "city", true],
  ["city/xihe", "city/donghu", false],
  ["city/xi", "city/xihe", false],
])("%s and %s touch: %s", (a, b, touch) => {
  expect(overlap([area(a)], [area("elsewhere"), area(b)])).toBe(touch)
})

test("joined areas are each there once", () => {
  expect(joinAreas([area("a"), area("b")], [area("b"), area("c")]).map(({ id }) => id)).toEqual(["a", "b", "c"])
})

test("a task goes forward only, and what is finished is never overdue", () => {
  const states: TaskState[] = ["to-do", "doing", "done", "refused"]
  const table = (["start-task", "complete-task", "refuse-task"] as const).map((verb) =>
    states.map((state) => afterVerb(state, verb)),
  )
  expect(table).toEqual([
    ["doing", undefined, undefined, undefined],
    ["done", "done", undefined, undefined],
    ["refused", "refused", undefined, undefined],
  ])
  const now = new Date("2026-07-31T03:00:00Z")
  const overdue = (state: TaskState, dueAt: string) => isOverdue({ state, dueAt: new Date(dueAt) }, now)
  expect(overdue("doing", "2026-07-31T02:59:59Z")).toBe(true)
  expect(overdue("doing", "2026-07-31T03:00:00Z")).toBe(false)
  expect(overdue("refused", "2026-07-31T02:00:00Z")).toBe(false)
})
