import { isLanguage } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"
import { answerRendered, type RenderCache } from "../http/render-cache.ts"
import { findPublicWarning } from "../public-warnings.ts"
import type { Drawer, Wanted } from "./drawer.ts"
import { factsOf } from "./facts.ts"

const FILE = /^(poster|card|square)-([a-zA-Z-]{2,5})\.(pdf|png)$/
const kinds: Readonly<Record<string, Wanted["as"]>> = { poster: "poster", card: "wide", square: "square" }

type Context = Pick<WarnContext, "world" | "city" | "timeZone" | "publicUrl">

/**
 * `/warnings/{code}/poster-{language}.pdf`, `card-{language}.png` (1200×630) and `square-{language}.png`, for warnings in force only:
 * what is over is not passed on any more. Drawn once per change, then served from memory.
 */
export function pictureRoutes(context: Context, cache: RenderCache, drawer: Drawer): FastifyPluginAsyncZod {
  const { world } = context
  /** What ends by the clock leaves no event by which the cache would know. */
  const ends = new Map<string, number>()
  return async (app) => {
    app.get(
      "/warnings/:code/:file",
      { schema: { operationId: "warningPicture", params: z.object({ code: z.string().max(20), file: z.string().max(40) }) } },
      async (request, reply) => {
        const { code, file } = request.params
        const [, kind, language, ending] = FILE.exec(file) ?? []
        const as = kinds[kind ?? ""]
        if (!as || !isLanguage(language) || (as === "poster") !== (ending === "pdf")) throw warnErrors.NO_PICTURE({ code })
        const now = world.clock.now()
        if ((ends.get(code) ?? Number.POSITIVE_INFINITY) <= now.getTime()) throw warnErrors.NO_PICTURE({ code })
        const rendered = await cache.get(`${file} ${code}`, async () => {
          const found = await findPublicWarning(world, code)
          if (!found || found.warning.code !== code || found.warning.state !== "sent" || new Date(found.warning.expires) <= now)
            throw warnErrors.NO_PICTURE({ code })
          ends.set(code, Date.parse(found.warning.expires))
          return drawer.draw({
            facts: factsOf({ ...context, warning: found.warning, language, now, isLive: world.kind === "live" }),
            as,
          })
        })
        return answerRendered(request, reply, rendered, as === "poster" ? "application/pdf" : "image/png")
      },
    )
  }
}
