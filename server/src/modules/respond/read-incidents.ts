import type { World } from "../../platform/world/index.ts"
import type { Incident } from "./domain/incident.ts"
import type { Task } from "./domain/task.ts"
import { respondErrors } from "./errors.ts"
import { findIncident, listIncidents } from "./store/incident-store.ts"
import { findTask, listTasks } from "./store/task-store.ts"

const INCIDENTS_MAX = 100

export interface IncidentWithTasks {
  readonly incident: Incident
  readonly tasks: readonly Task[]
}

/** The open incidents and the newest closed ones, at most 100, and the position from which a live stream goes on. */
export async function readIncidents(world: World): Promise<{ position: number; incidents: IncidentWithTasks[] }> {
  const position = world.log.position
  const incidents = await listIncidents(world.db.query, INCIDENTS_MAX)
  const tasks = Map.groupBy(
    await listTasks(
      world.db.query,
      incidents.map(({ id }) => id),
    ),
    ({ incident }) => incident,
  )
  return { position, incidents: incidents.map((incident) => ({ incident, tasks: tasks.get(incident.id) ?? [] })) }
}

/** Throws `RESPOND_INCIDENT_NOT_FOUND`. */
export async function readIncident(world: World, id: string): Promise<IncidentWithTasks> {
  const incident = await findIncident(world.db.query, id)
  if (!incident) throw respondErrors.INCIDENT_NOT_FOUND({ incident: id })
  return { incident, tasks: await listTasks(world.db.query, [id]) }
}

/** The areas that a task is done in, which are those of its incident. Throws `RESPOND_TASK_NOT_FOUND`. */
export async function readAreasOfTask(world: World, id: string): Promise<string[]> {
  const task = await findTask(world.db.query, id)
  if (!task) throw respondErrors.TASK_NOT_FOUND({ task: id })
  const { incident } = await readIncident(world, task.incident)
  return incident.areas.map((area) => area.id)
}
