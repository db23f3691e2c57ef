import type { Task } from "@holdfast/contracts"

export const lanes = ["to-do", "doing", "done", "refused"] as const

/** The earliest deadline first. */
export function byDeadline(tasks: readonly Task[]): Task[] {
  return tasks.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))
}

/** A lane of the board: what is still to be done by deadline, what is over with the newest first. */
export function tasksIn(tasks: readonly Task[], state: Task["state"]): Task[] {
  const found = tasks.filter((task) => task.state === state)
  if (state === "to-do" || state === "doing") return byDeadline(found)
  return found.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt))
}

/** The sign of a task's state, beside its word. */
export const taskIcons: Readonly<Record<Task["state"], string>> = { "to-do": "○", doing: "▸", done: "✓", refused: "⊘" }
