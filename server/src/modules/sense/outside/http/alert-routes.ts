import { OutsideAlert, OutsideAlertList, Problem, RaisedFromAlert, RaiseFromAlert } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { OutsideContext } from "../context.ts"
import { raiseFromAlert } from "../raise-from-alert.ts"
import { getAlert, readAlerts, readOriginal } from "../read-alerts.ts"
import { sendOctets } from "./send-octets.ts"

const Id = z.object({ id: z.uuid() })
const refusals = { 401: Problem, 403: Problem }

/** What others warn of, for those on duty. */
export function alertRoutes(context: OutsideContext): FastifyPluginAsyncZod {
  const { world } = context
  return async (app) => {
    app.get(
      "/outside-alerts",
      {
        schema: {
          operationId: "listOutsideAlerts",
          querystring: z.object({ state: z.enum(["in-force", "over"]).default("in-force") }),
          response: { 200: OutsideAlertList, 400: Problem, ...refusals },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        return { alerts: await readAlerts(world.db.query, { isOver: query.state === "over" }), hazards: [...context.hazards] }
      },
    )
    app.get(
      "/outside-alerts/:id",
      { schema: { operationId: "readOutsideAlert", params: Id, response: { 200: OutsideAlert, 404: Problem, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        return getAlert(world.db.query, params.id)
      },
    )
    app.get(
      "/outside-alerts/:id/original",
      { schema: { operationId: "readOutsideOriginal", params: Id, response: { 404: Problem, ...refusals } } },
      async ({ actor, params }, reply) => {
        permit(actor, "read-operations")
        return sendOctets(reply, await readOriginal(world.db.query, params.id, { isPublic: false }), `${params.id}.xml`)
      },
    )
    app.post(
      "/outside-alerts/:id/signals",
      {
        schema: {
          operationId: "raiseFromOutsideAlert",
          params: Id,
          body: RaiseFromAlert,
          response: { 201: RaisedFromAlert, 400: Problem, 404: Problem, 409: Problem, ...refusals },
        },
      },
      async ({ actor, params, body }, reply) => {
        permit(actor, "sense.raise-signal", [body.area])
        return reply.status(201).send({ signal: await raiseFromAlert(context, actor, params.id, body) })
      },
    )
  }
}
