import type { LogEvent } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { answerRendered, type RenderCache } from "../../modules/warn/index.ts"
import type { PublicOptions } from "../page-context.ts"
import { renderOthersFeed } from "./others-feed.ts"

const MINUTE_MS = 60_000
const params = z.object({ file: z.string().regex(/^[0-9a-f-]{36}\.xml$/) })

/** Whether an entry of the log changes what is passed on. */
export function isOutsideEvent({ module, verb }: Pick<LogEvent, "module" | "verb">): boolean {
  return module === "sense" && (verb === "take-outside-alert" || verb === "end-outside-alert")
}

/** For machines of others: what is in force here by other issuers, and each of their messages exactly as it came. */
export function othersRoutes(
  options: PublicOptions,
  outside: NonNullable<PublicOptions["outside"]>,
  cache: RenderCache,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get("/cap/others.atom", { schema: { operationId: "othersFeed" } }, async (request, reply) => {
      // What expires leaves by the clock.
      const minute = Math.floor(options.world.clock.now().getTime() / MINUTE_MS)
      const rendered = await cache.get(`others ${minute}`, async () =>
        renderOthersFeed(options, await outside.listRelayedAlerts()),
      )
      return answerRendered(request, reply, rendered, "application/atom+xml; charset=utf-8")
    })
    app.get("/cap/others/:file", { schema: { operationId: "othersAlert", params } }, async (request, reply) => {
      const id = request.params.file.slice(0, -".xml".length)
      const rendered = await cache.get(`other ${id}`, () => outside.readRelayedOriginal(id))
      // A stranger's message must not act in our name where a browser draws it.
      void reply.headers({ "content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff" })
      // Without a charset: the message says its own.
      return answerRendered(request, reply, rendered, "application/cap+xml")
    })
  }
}
