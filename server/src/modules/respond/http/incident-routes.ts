import { Incident, IncidentPage, Problem, RefuseTask, Task, TaskNote } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit, permitWithin } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { closeIncident } from "../close-incident.ts"
import { completeTask } from "../complete-task.ts"
import { toIncidentContract, toTaskContract } from "../domain/contract.ts"
import { readAreasOfTask, readIncident, readIncidents } from "../read-incidents.ts"
import { refuseTask } from "../refuse-task.ts"
import { startTask } from "../start-task.ts"

const params = z.object({ id: z.uuid() })
const problems = { 401: Problem, 403: Problem, 404: Problem, 409: Problem }

export function incidentRoutes(world: World): FastifyPluginAsyncZod {
  const now = () => world.clock.now()
  const answer = async (id: string) => {
    const { incident, tasks } = await readIncident(world, id)
    return toIncidentContract(incident, tasks, now())
  }
  /** Who has no such right learns nothing of the task, also not that there is none. */
  const permitTask = async ({ actor, params: { id } }: { actor?: Actor | undefined; params: { id: string } }): Promise<Actor> => {
    permit(actor, "respond.change-task")
    permitWithin(actor, "respond.change-task", await readAreasOfTask(world, id))
    return actor
  }
  return async (app) => {
    app.get(
      "/incidents",
      { schema: { operationId: "readIncidents", response: { 200: IncidentPage, 401: Problem, 403: Problem } } },
      async (request) => {
        permit(request.actor, "read-operations")
        const { position, incidents } = await readIncidents(world)
        return { position, incidents: incidents.map(({ incident, tasks }) => toIncidentContract(incident, tasks, now())) }
      },
    )
    app.get(
      "/incidents/:id",
      { schema: { operationId: "readIncident", params, response: { 200: Incident, ...problems } } },
      async (request) => {
        permit(request.actor, "read-operations")
        return answer(request.params.id)
      },
    )
    app.post(
      "/incidents/:id/close",
      { schema: { operationId: "closeIncident", params, response: { 200: Incident, ...problems } } },
      async (request) => {
        const { id } = request.params
        permit(request.actor, "respond.close-incident", await areasOf(world, id))
        await closeIncident(world, request.actor, id)
        return answer(id)
      },
    )
    app.post(
      "/tasks/:id/start",
      { schema: { operationId: "startTask", params, body: TaskNote.nullish(), response: { 200: Task, ...problems } } },
      async (request) => {
        const actor = await permitTask(request)
        const task = await startTask(world, actor, { id: request.params.id, note: request.body?.note })
        return toTaskContract(task, now())
      },
    )
    app.post(
      "/tasks/:id/complete",
      { schema: { operationId: "completeTask", params, body: TaskNote.nullish(), response: { 200: Task, ...problems } } },
      async (request) => {
        const actor = await permitTask(request)
        const task = await completeTask(world, actor, { id: request.params.id, note: request.body?.note })
        return toTaskContract(task, now())
      },
    )
    app.post(
      "/tasks/:id/refuse",
      { schema: { operationId: "refuseTask", params, body: RefuseTask, response: { 200: Task, 400: Problem, ...problems } } },
      async (request) => {
        const actor = await permitTask(request)
        const task = await refuseTask(world, actor, { id: request.params.id, note: request.body.note })
        return toTaskContract(task, now())
      },
    )
  }
}

async function areasOf(world: World, id: string): Promise<string[]> {
  const { incident } = await readIncident(world, id)
  return incident.areas.map((area) => area.id)
}
