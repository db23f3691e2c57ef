import { ChangeChannel, ChannelList, CreateChannel, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { mayAct, permit } from "../../../../platform/identity/index.ts"
import { changeChannel, createChannel } from "../configure-channel.ts"
import type { ChannelsContext } from "../context.ts"
import { channelErrors } from "../errors.ts"
import { showChannels } from "../show-channels.ts"
import { testChannel } from "../test-channels.ts"

const params = z.object({ id: z.coerce.number().int() })
const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }
const answer = { 200: ChannelList, ...problems }

/** How channels are, for those on duty; engineers configure and test them. @param context undefined where nothing may leave */
export function channelRoutes(context: ChannelsContext | undefined): FastifyPluginAsyncZod {
  const here = () => {
    if (!context) throw channelErrors.NONE_HERE({})
    return context
  }
  return async (app) => {
    app.get("/channels", { schema: { operationId: "listChannels", response: answer } }, async ({ actor }) => {
      permit(actor, "read-operations")
      if (!context) return { sends: false, channels: [], kinds: [] }
      const list = await showChannels(context)
      // Addresses of machines, and who has an account there, are for who configures them.
      if (mayAct(actor, "warn.manage-channels")) return list
      return { ...list, channels: list.channels.map((channel) => ({ ...channel, settings: {} })) }
    })
    app.post(
      "/channels",
      { schema: { operationId: "createChannel", body: CreateChannel, response: { 201: ChannelList, ...problems } } },
      async ({ actor, body }, reply) => {
        permit(actor, "warn.manage-channels")
        await createChannel(here(), actor, body)
        return reply.status(201).send(await showChannels(here()))
      },
    )
    app.patch(
      "/channels/:id",
      { schema: { operationId: "changeChannel", params, body: ChangeChannel, response: answer } },
      async ({ actor, body, params: { id } }) => {
        permit(actor, "warn.manage-channels")
        await changeChannel(here(), actor, id, body)
        return showChannels(here())
      },
    )
    app.post(
      "/channels/:id/test",
      { schema: { operationId: "testChannel", params, response: answer } },
      async ({ actor, params: { id } }) => {
        permit(actor, "warn.manage-channels")
        await testChannel(here(), actor, id)
        return showChannels(here())
      },
    )
  }
}
