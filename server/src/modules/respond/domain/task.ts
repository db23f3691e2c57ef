import type { AreaRef, Bilingual, PackPlan, Task as TaskContract } from "@holdfast/contracts"

export type TaskState = TaskContract["state"]
export type TaskVerb = "start-task" | "complete-task" | "refuse-task"

export interface Task {
  readonly id: string
  readonly incident: string
  readonly plan: string
  readonly step: string
  /** 1, and one more each time that the step is asked for again in other areas. */
  readonly round: number
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

/**
 * What plans ask for beyond the tasks that an incident has, all to do, due from `now`: a step that it does not have yet; and a
 * step that is finished, once more for the areas that the event has reached since. A task that is still open covers those too.
 */
export function tasksToAdd(options: {
  readonly plans: readonly PackPlan[]
  readonly incident: string
  readonly existing: readonly Pick<Task, "plan" | "step" | "round" | "state">[]
  /** The areas that the incident did not have before. */
  readonly reached: readonly AreaRef[]
  readonly now: Date
  readonly newId: () => string
}): Task[] {
  const { plans, incident, existing, reached, now, newId } = options
  return plans.flatMap((plan) =>
    plan.tasks.flatMap((step): Task[] => {
      const before = existing.filter((task) => task.plan === plan.id && task.step === step.id)
      const again = before.length > 0
      if (again && (reached.length === 0 || before.some(({ state }) => !isFinished(state)))) return []
      return [
        {
          id: newId(),
          incident,
          plan: plan.id,
          step: step.id,
          round: Math.max(0, ...before.map(({ round }) => round)) + 1,
          title: again ? titleIn(step.title, reached) : step.title,
          role: step.role,
          openedAt: now,
          dueAt: new Date(now.getTime() + step.dueMin * 60_000),
          state: "to-do",
          changedAt: now,
          note: null,
        },
      ]
    }),
  )
}

/** Says where a step is asked for again. */
function titleIn(title: Bilingual, areas: readonly AreaRef[]): Bilingual {
  const names = (language: keyof Bilingual, comma: string) => areas.map(({ name }) => name[language]).join(comma)
  return { "zh-CN": `${title["zh-CN"]}（${names("zh-CN", "、")}）`, en: `${title.en} (${names("en", ", ")})` }
}
