import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"
import { signerOf } from "../signing/index.ts"
import { findMessage } from "../store/message-store.ts"
import { renderFeed, renderRss } from "./feed.ts"
import { answerRendered, type RenderCache } from "./render-cache.ts"

const IDENTIFIER_MAX = 100

/** For machines of others: the feed, each message byte for byte as it was sent, and the key that signed it. */
export function capRoutes(context: WarnContext, cache: RenderCache): FastifyPluginAsyncZod {
  return async (app) => {
    app.get("/cap/feed.atom", { schema: { operationId: "capFeed" } }, async (request, reply) =>
      answerRendered(request, reply, await cache.get("feed", () => renderFeed(context)), "application/atom+xml; charset=utf-8"),
    )
    app.get("/cap/feed.rss", { schema: { operationId: "capFeedRss" } }, async (request, reply) =>
      answerRendered(request, reply, await cache.get("rss", () => renderRss(context)), "application/rss+xml; charset=utf-8"),
    )
    app.get("/cap/signing-key.pem", { schema: { operationId: "capSigningKey" } }, (_request, reply) =>
      reply.type("application/x-pem-file").send(signerOf(context.world).publicKeyPem),
    )
    app.get(
      "/cap/alerts/:file",
      { schema: { operationId: "capAlert", params: z.object({ file: z.string().max(IDENTIFIER_MAX) }) } },
      async (request, reply) => {
        const identifier = request.params.file.replace(/\.xml$/, "")
        const rendered = await cache.get(`alert ${identifier}`, async () => {
          const message = await findMessage(context.world.db.query, identifier)
          if (!message) throw warnErrors.MESSAGE_NOT_FOUND({ identifier })
          return message.xml
        })
        return answerRendered(request, reply, rendered, "application/cap+xml; charset=utf-8")
      },
    )
  }
}
