import type { Task } from "@holdfast/contracts"
import { expect, test } from "vitest"
import { tasksIn } from "./task-order.ts"

const task = (id: string, state: Task["state"], dueAt: string, changedAt = dueAt): Task => ({
  id,
  incident: "i",
  title: { "zh-CN": "任务", en: "Task" },
  role: "inspector",
  dueAt,
  state,
  overdue: false,
  changedAt,
  note: null,
})

test("open tasks stand by deadline, finished ones by when they were finished", () => {
  const tasks = [
    task("late", "to-do", "2"),
    task("soon", "to-do", "1"),
    task("first", "done", "1", "3"),
    task("last", "done", "1", "4"),
  ]
  expect(tasksIn(tasks, "to-do").map(({ id }) => id)).toEqual(["soon", "late"])
  expect(tasksIn(tasks, "done").map(({ id }) => id)).toEqual(["last", "first"])
})
