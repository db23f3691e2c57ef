import type { AreaRef, PackPlan } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { isHigher, joinAreas, overlap, plansFor } from "./incident.ts"
import { afterVerb, isOverdue, type TaskState, tasksToAdd } from "./task.ts"

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

test("a finished step is asked for again where the event has spread, with the place; an open one covers that too", () => {
  const now = new Date("2026-07-31T03:00:00Z")
  const step = (id: string) => ({ id, title: { "zh-CN": "封路", en: "Close roads" }, role: "duty-officer" as const, dueMin: 30 })
  const wanted = { ...plan("a", "orange", "II"), tasks: [step("done"), step("refused"), step("doing"), step("new")] }
  const existing = [
    { plan: "a", step: "done", round: 1, state: "done" },
    { plan: "a", step: "done", round: 2, state: "done" },
    { plan: "a", step: "refused", round: 1, state: "refused" },
    { plan: "a", step: "doing", round: 1, state: "doing" },
    { plan: "b", step: "new", round: 1, state: "done" },
  ] as const
  const add = (reached: AreaRef[]) =>
    tasksToAdd({ plans: [wanted], incident: "i", existing, reached, now, newId: () => "id" }).map((task) => [
      task.step,
      task.round,
      task.title.en,
      task.title["zh-CN"],
      task.dueAt.toISOString(),
    ])
  const due = "2026-07-31T03:30:00.000Z"
  const where = [
    { id: "x", name: { "zh-CN": "西河区", en: "Xihe" } },
    { id: "y", name: { "zh-CN": "东湖区", en: "Donghu" } },
  ]
  expect(add([])).toEqual([["new", 1, "Close roads", "封路", due]])
  expect(add(where)).toEqual([
    ["done", 3, "Close roads (Xihe, Donghu)", "封路（西河区、东湖区）", due],
    ["refused", 2, "Close roads (Xihe, Donghu)", "封路（西河区、东湖区）", due],
    ["new", 1, "Close roads", "封路", due],
  ])
})
