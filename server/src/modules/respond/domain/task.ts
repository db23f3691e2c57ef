import type { Bilingual, PackPlan, Task as TaskContract } from "@holdfast/contracts"

export type TaskState = TaskContract["state"]
export type TaskVerb = "start-task" | "complete-task" | "refuse-task"

export interface Task {
  readonly id: string
  readonly incident: string
  readonly plan: string
  readonly step: string
  readonly title: Bilingual
  readonly role: string
  readonly openedAt: Date
  readonly dueAt: Date
  readonly state: TaskState
  readonly changedAt: Date
  readonly note: string | null
}

const next: Record<TaskVerb, { readonly from: readonly TaskState[]; readonly to: TaskState }> = {
  "start-task": { from: ["to-do"], to: "doing" },
  "complete-task": { from: ["to-do", "doing"], to: "done" },
  "refuse-task": { from: ["to-do", "doing"], to: "refused" },
}

/** The state after a verb; undefined when the task is no longer in a state that allows it. */
export function afterVerb(state: TaskState, verb: TaskVerb): TaskState | undefined {
  return next[verb].from.includes(state) ? next[verb].to : undefined
}

export function isFinished(state: TaskState): boolean {
  return state === "done" || state === "refused"
}

/** Past its time and not finished. A finished task is never overdue; whether it was late stands in the log. */
export function isOverdue(task: Pick<Task, "state" | "dueAt">, now: Date): boolean {
  return !isFinished(task.state) && task.dueAt < now
}

/** The tasks of a plan, all still to do, due from `now`. */
export function tasksOf(plan: PackPlan, incident: string, now: Date, newId: () => string): Task[] {
  return plan.tasks.map((step) => ({
    id: newId(),
    incident,
    plan: plan.id,
    step: step.id,
    title: step.title,
    role: step.role,
    openedAt: now,
    dueAt: new Date(now.getTime() + step.dueMin * 60_000),
    state: "to-do",
    changedAt: now,
    note: null,
  }))
}
