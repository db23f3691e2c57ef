import { Outage, OutagePage, Problem, ReportOutage, UpdateOutage } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { confirmRestored } from "../confirm-restored.ts"
import { lastCheck, type Outage as OutageRecord, outageCode } from "../domain/outage.ts"
import type { Places } from "../places.ts"
import { readOutage, readOutages } from "../read-outages.ts"
import { reportOutage } from "../report-outage.ts"
import { updateOutage } from "../update-outage.ts"

const params = z.object({ id: z.uuid() })
const problems = { 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** For people on duty only. The public page of outages is made from whole districts, not from these records. */
export function outageRoutes({ world, places }: { world: World; places: Places }): FastifyPluginAsyncZod {
  const answer = async (id: string) => toContract(await readOutage(world, id), places)
  return async (app) => {
    app.get(
      "/outages",
      { schema: { operationId: "readOutages", response: { 200: OutagePage, 401: Problem, 403: Problem } } },
      async (request) => {
        permit(request.actor, "read-operations")
        const { position, outages } = await readOutages(world)
        return { position, outages: outages.map((outage) => toContract(outage, places)) }
      },
    )
    app.get(
      "/outages/:id",
      { schema: { operationId: "readOutage", params, response: { 200: Outage, ...problems } } },
      async (request) => {
        permit(request.actor, "read-operations")
        return answer(request.params.id)
      },
    )
    app.post(
      "/outages",
      { schema: { operationId: "reportOutage", body: ReportOutage, response: { 201: Outage, 400: Problem, ...problems } } },
      async (request, reply) => {
        permit(request.actor, "recover.report-outage", [places.getArea(request.body.area).id])
        return reply.status(201).send(await answer(await reportOutage(world, request.actor, request.body)))
      },
    )
    app.post(
      "/outages/:id/update",
      {
        schema: { operationId: "updateOutage", params, body: UpdateOutage, response: { 200: Outage, 400: Problem, ...problems } },
      },
      async (request) => {
        const { id } = request.params
        permit(request.actor, "recover.report-outage", [(await readOutage(world, id)).area])
        await updateOutage(world, request.actor, { id, households: request.body.households })
        return answer(id)
      },
    )
    app.post(
      "/outages/:id/confirm",
      { schema: { operationId: "confirmRestored", params, response: { 200: Outage, ...problems } } },
      async (request) => {
        const { id } = request.params
        permit(request.actor, "recover.report-outage", [(await readOutage(world, id)).area])
        await confirmRestored(world, request.actor, id)
        return answer(id)
      },
    )
  }
}

function toContract(outage: OutageRecord, places: Places): Outage {
  const area = places.getArea(outage.area)
  const { at, households, role } = lastCheck(outage)
  return {
    id: outage.id,
    code: outageCode(outage.number),
    lifeline: outage.lifeline,
    area: { id: area.id, name: area.name },
    state: outage.state,
    households,
    startedAt: outage.startedAt.toISOString(),
    restoredAt: outage.restoredAt?.toISOString() ?? null,
    because: outage.because,
    curve: outage.checks.map((check) => ({ at: check.at.toISOString(), households: check.households })),
    checkedAt: at.toISOString(),
    checkedByRole: role,
  }
}
