import type { Actor } from "../../platform/log/index.ts"
import type { World, WorldTransaction } from "../../platform/world/index.ts"
import { type Incident, incidentCode } from "./domain/incident.ts"
import { isFinished } from "./domain/task.ts"
import { respondErrors } from "./errors.ts"
import { lockIncident, updateIncident } from "./store/incident-store.ts"
import { listTasks } from "./store/task-store.ts"

/**
 * A person ends the response. Tasks that are open stay as they are: the review counts them as not finished.
 * Throws `RESPOND_INCIDENT_NOT_FOUND` and, when somebody closed it before, `RESPOND_INCIDENT_CLOSED`.
 */
export function closeIncident(world: World, actor: Actor, id: string): Promise<void> {
  return world.transact(async (tx) => {
    const incident = await lockIncident(tx.db, id)
    if (!incident) throw respondErrors.INCIDENT_NOT_FOUND({ incident: id })
    if (incident.closedAt) throw respondErrors.INCIDENT_CLOSED({ code: incidentCode(incident.number) })
    await close(tx, incident, actor)
  })
}

/** Closes an incident that has ended once its last task is finished. The caller holds its lock. */
export async function closeWhenFinished(tx: WorldTransaction, incident: Incident, actor: Actor): Promise<void> {
  if (!incident.endingAt) return
  const tasks = await listTasks(tx.db, [incident.id])
  if (tasks.every(({ state }) => isFinished(state))) await close(tx, incident, actor)
}

async function close(tx: WorldTransaction, incident: Incident, actor: Actor): Promise<void> {
  await updateIncident(tx.db, { ...incident, closedAt: tx.now })
  tx.record({ module: "respond", verb: "close-incident", record: incident.id, actor, retention: "staff-action", body: {} })
}
