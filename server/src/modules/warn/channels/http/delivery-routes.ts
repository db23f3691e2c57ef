import { Problem, ResendFailed, Resent, SendOrderList, TickHand } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { existing } from "../../advance.ts"
import { findWarning, listLiftings } from "../../store/warning-store.ts"
import type { ChannelsContext } from "../context.ts"
import { channelErrors } from "../errors.ts"
import { resendFailed, tickHand } from "../follow-up.ts"
import { DeliveryFigures } from "../show-deliveries.ts"
import { findOrder } from "../store/order-store.ts"

const params = z.object({ id: z.uuid() })
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** How the messages of a warning go out, for those on duty in its areas. @param context undefined where nothing may leave */
export function deliveryRoutes(context: ChannelsContext | undefined): FastifyPluginAsyncZod {
  if (!context) return nothingLeaves
  const figures = new DeliveryFigures(context)
  const { query } = context.world.db
  /** The areas of the warning that the path names; what is asked about an order must belong to it. */
  const areasOf = async (id: string, order?: number) => {
    const warning = existing(await findWarning(query, id), id)
    const family = [id, ...(await listLiftings(query, [id])).map((lifting) => lifting.id)]
    if (order !== undefined && !family.includes((await findOrder(query, order))?.warning ?? ""))
      throw channelErrors.ORDER_NOT_FOUND({ order })
    return { areas: warning.areas.map((area) => area.id), family }
  }
  return async (app) => {
    app.get(
      "/warnings/:id/deliveries",
      { schema: { operationId: "listDeliveries", params, response: { 200: SendOrderList, ...problems } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "read-operations")
        return { orders: await figures.show((await areasOf(id)).family) }
      },
    )
    app.post(
      "/warnings/:id/deliveries/resend",
      { schema: { operationId: "resendFailed", params, body: ResendFailed, response: { 200: Resent, ...problems } } },
      async ({ actor, body, params: { id } }) => {
        permit(actor, "warn.resend", (await areasOf(id, body.order)).areas)
        const count = await resendFailed(context, actor, body)
        figures.stale(body.order)
        return { count }
      },
    )
    app.post(
      "/warnings/:id/deliveries/tick",
      { schema: { operationId: "tickHand", params, body: TickHand, response: { 204: z.null(), ...problems } } },
      async ({ actor, body, params: { id } }, reply) => {
        permit(actor, "warn.resend", (await areasOf(id, body.order)).areas)
        await tickHand(context, actor, { ...body, at: new Date(body.at) })
        figures.stale(body.order)
        return reply.status(204).send(null)
      },
    )
  }
}

/** Where nothing may leave nothing is on its way, and whoever asks is told so rather than refused. */
const nothingLeaves: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/warnings/:id/deliveries",
    { schema: { operationId: "listDeliveries", params, response: { 200: SendOrderList, ...problems } } },
    async ({ actor }) => {
      permit(actor, "read-operations")
      return { orders: [] }
    },
  )
}
