import type { Incident as IncidentContract, Task as TaskContract } from "@holdfast/contracts"
import { type Incident, incidentCode } from "./incident.ts"
import { isOverdue, type Task } from "./task.ts"

/** What goes over the border: overdue is derived from the world's clock, never stored. */
export function toTaskContract(task: Task, now: Date): TaskContract {
  const { id, incident, title, role, state, note } = task
  return {
    id,
    incident,
    title,
    role,
    dueAt: task.dueAt.toISOString(),
    state,
    overdue: isOverdue(task, now),
    changedAt: task.changedAt.toISOString(),
    note,
  }
}

export function toIncidentContract(incident: Incident, tasks: readonly Task[], now: Date): IncidentContract {
  const { id, number, hazard, level, areas, plan, because } = incident
  return {
    id,
    code: incidentCode(number),
    hazard,
    level,
    areas: [...areas],
    plan,
    openedAt: incident.openedAt.toISOString(),
    closedAt: incident.closedAt?.toISOString() ?? null,
    because,
    tasks: tasks.map((task) => toTaskContract(task, now)),
  }
}
