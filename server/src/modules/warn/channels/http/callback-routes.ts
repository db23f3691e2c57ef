import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import type { ChannelsContext } from "../context.ts"
import { CALLBACK_PATH } from "../gateway/index.ts"

const BODY_MAX_BYTES = 64 * 1024

/** Where gateways tell what became of a message. The end of the path is their only proof, so nothing is said to who does not know it. */
export function callbackRoutes({ book }: Pick<ChannelsContext, "book">): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: BODY_MAX_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    app.post(
      `${CALLBACK_PATH}:secret`,
      {
        bodyLimit: BODY_MAX_BYTES,
        schema: {
          operationId: "channelCallback",
          params: z.object({ secret: z.string().max(100) }),
          body: z.record(z.string(), z.unknown()),
          response: { 204: z.null(), 404: z.null() },
        },
      },
      async ({ params: { secret }, body }, reply) => {
        for (const { plugIn } of book.all)
          if (plugIn?.callback?.isFor(secret) && (await plugIn.callback.take(body))) return reply.status(204).send(null)
        return reply.status(404).send(null)
      },
    )
  }
}
