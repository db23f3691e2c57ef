import { DiscardQuarantined, Problem, QuarantineList } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { senseErrors } from "../../errors.ts"
import type { OutsideContext } from "../context.ts"
import { discardQuarantined, takeQuarantined } from "../decide-quarantined.ts"
import { WAITING_MAX, WAITING_MAX_BYTES } from "../set-aside.ts"
import { countQuarantined, findQuarantinedOctets, listQuarantined } from "../store/quarantine-store.ts"
import type { AlertSource } from "../take-alerts.ts"
import { sendOctets } from "./send-octets.ts"

const LIST_MAX = 500
const Id = z.object({ id: z.uuid() })
const refusals = { 401: Problem, 403: Problem }

/** Messages of others that were not taken: why, their octets, and what a person decides. */
export function quarantineRoutes(
  context: OutsideContext,
  sourceOf: (name: string) => AlertSource | undefined,
): FastifyPluginAsyncZod {
  const { world } = context
  const list = async () => {
    const counts = await countQuarantined(world.db.query)
    return {
      messages: await listQuarantined(world.db.query, LIST_MAX),
      limits: { messages: WAITING_MAX, bytes: WAITING_MAX_BYTES },
      waiting: counts.reduce((sum, { waiting }) => sum + waiting, 0),
      dropped: counts.reduce((sum, { dropped }) => sum + dropped, 0),
    }
  }
  return async (app) => {
    app.get(
      "/outside-quarantine",
      { schema: { operationId: "listQuarantined", response: { 200: QuarantineList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return list()
      },
    )
    app.get(
      "/outside-quarantine/:id/content",
      { schema: { operationId: "readQuarantined", params: Id, response: { 404: Problem, 409: Problem, ...refusals } } },
      async ({ actor, params: { id } }, reply) => {
        permit(actor, "read-operations")
        const found = await findQuarantinedOctets(world.db.query, id)
        if (!found) throw senseErrors.QUARANTINED_NOT_FOUND({ message: id })
        if (!found.content) throw senseErrors.QUARANTINED_DECIDED({ message: id })
        return sendOctets(reply, found.content, `${id}.xml`)
      },
    )
    app.post(
      "/outside-quarantine/:id/discard",
      {
        schema: {
          operationId: "discardQuarantined",
          params: Id,
          body: DiscardQuarantined,
          response: { 200: QuarantineList, 400: Problem, 404: Problem, 409: Problem, ...refusals },
        },
      },
      async ({ actor, params, body }) => {
        permit(actor, "sense.raise-signal")
        await discardQuarantined(context, actor, params.id, body.reason)
        return list()
      },
    )
    app.post(
      "/outside-quarantine/:id/take",
      {
        schema: {
          operationId: "takeQuarantined",
          params: Id,
          response: { 200: QuarantineList, 404: Problem, 409: Problem, ...refusals },
        },
      },
      async ({ actor, params }) => {
        permit(actor, "sense.raise-signal")
        await takeQuarantined(context, actor, params.id, sourceOf)
        return list()
      },
    )
  }
}
