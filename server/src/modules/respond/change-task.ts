import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { closeWhenFinished } from "./close-incident.ts"
import { incidentCode } from "./domain/incident.ts"
import { afterVerb, isFinished, type Task, type TaskVerb } from "./domain/task.ts"
import { respondErrors } from "./errors.ts"
import { lockIncident } from "./store/incident-store.ts"
import { findTask, updateTask } from "./store/task-store.ts"

/**
 * What the verbs of a task share: one person at a time, and never a state that does not follow from the one that is there. The
 * incident is locked first, so that a task and the closing of its incident never pass each other.
 *
 * Throws `RESPOND_TASK_NOT_FOUND`, `RESPOND_INCIDENT_CLOSED`, and `RESPOND_TASK_CHANGED` when somebody was faster.
 */
export async function changeTask(
  world: World,
  actor: Actor,
  { id, verb, note }: { id: string; verb: TaskVerb; note: string | undefined },
): Promise<Task> {
  const known = await findTask(world.db.query, id)
  if (!known) throw respondErrors.TASK_NOT_FOUND({ task: id })
  return world.transact(async (tx) => {
    const incident = (await lockIncident(tx.db, known.incident))!
    if (incident.closedAt) throw respondErrors.INCIDENT_CLOSED({ code: incidentCode(incident.number) })
    const task = (await findTask(tx.db, id))!
    const state = afterVerb(task.state, verb)
    if (!state) throw respondErrors.TASK_CHANGED({ state: task.state, verb })
    const changed = { ...task, state, changedAt: tx.now, note: note ?? task.note }
    await updateTask(tx.db, changed)
    tx.record({
      module: "respond",
      verb,
      record: id,
      actor,
      retention: "staff-action",
      body: { late: isFinished(state) ? task.dueAt < tx.now : undefined },
    })
    await closeWhenFinished(tx, incident, actor)
    return changed
  })
}
