import { isLanguage } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { answerRendered, isPublicWarnEvent, RenderCache, type Rendered } from "../modules/warn/index.ts"
import { renderAlone } from "./alone-page.ts"
import { renderHome } from "./home-page.ts"
import { isOutsideEvent, othersRoutes } from "./others/index.ts"
import type { PublicOptions, View } from "./page-context.ts"
import { publicScript } from "./public-script.ts"
import { fullPage, ReaderGate } from "./reader-gate.ts"
import { renderShelters } from "./shelters-page.ts"
import { subscribeRoutes } from "./subscribe/routes.ts"
import { renderNoWarning, renderWarning } from "./warning-page.ts"

const MINUTE_MS = 60_000
const RETRY_S = 5
const WARNING_CODE = /^W-\d{1,12}$/
const HTML = "text/html; charset=utf-8"
const short = z.string().max(200).optional()
const querystring = z.object({ lang: short, size: short, place: short })
type Query = z.infer<typeof querystring>

/**
 * The pages for everybody: `/`, `/at/{place}`, `/warnings/{code}`, `/shelters`. Each is rendered once per change and minute, and
 * served from memory; what a reader asked for is kept nowhere.
 */
export function publicRoutes(
  options: PublicOptions,
  gate: Pick<ReaderGate, "isFull" | "stop"> = new ReaderGate(),
): FastifyPluginAsyncZod {
  const { world, places } = options

  const viewOf = (request: FastifyRequest, query: Query, area?: string): View => ({
    language: isLanguage(query.lang) ? query.lang : request.language,
    large: query.size === "large",
    place: area ? places.listAreas().find(({ id, kind }) => id === area && kind !== "cell") : undefined,
  })
  /** The form's choice becomes part of the path, so that the links for language and size keep it. */
  const toPlace = (reply: FastifyReply, path: string, query: Query, { language, large }: View) =>
    reply.redirect(`${path}${encodeURI(query.place ?? "")}?lang=${language}${large ? "&size=large" : ""}`, 303)

  return async (app) => {
    const cache = new RenderCache(world, (event) => isPublicWarnEvent(event) || isOutsideEvent(event))
    app.addHook("onClose", async () => cache.stop())
    app.addHook("onClose", async () => gate.stop())
    const whileThereIsRoom = async (request: FastifyRequest<{ Querystring: Query }>, reply: FastifyReply) => {
      if (!gate.isFull()) return undefined
      // Not all in the same second again.
      const retryAfterS = RETRY_S + Math.floor(Math.random() * RETRY_S)
      return reply
        .status(503)
        .headers({ "retry-after": retryAfterS, "cache-control": "no-store" })
        .type(HTML)
        .send(fullPage(viewOf(request, request.query).language, retryAfterS))
    }
    if (options.subscribing) await app.register(subscribeRoutes(options, options.subscribing))

    if (options.outside) await app.register(othersRoutes(options, options.outside, cache))

    const rendering = (view: View, page: string, render: () => Promise<string>): Promise<Rendered> => {
      // The page says when it was updated, so its minute is part of it; what has ended also leaves it by the clock.
      const minute = Math.floor(world.clock.now().getTime() / MINUTE_MS)
      return cache.get([minute, page, view.language, view.large, view.place?.id].join(" "), render)
    }
    const answer = (request: FastifyRequest, reply: FastifyReply, view: View, rendered: Rendered) => {
      void reply.header("content-language", view.language).header("vary", "accept-language")
      return answerRendered(request, reply, rendered, HTML)
    }

    app.get("/", { preHandler: whileThereIsRoom, schema: { hide: true, querystring } }, async (request, reply) => {
      const view = viewOf(request, request.query)
      if (request.query.place) return toPlace(reply, "/at/", request.query, view)
      return answer(request, reply, view, await rendering(view, "home", () => renderHome(options, view)))
    })
    app.get(
      "/at/*",
      { preHandler: whileThereIsRoom, schema: { hide: true, querystring, params: z.object({ "*": z.string().max(200) }) } },
      async (request, reply) => {
        const view = viewOf(request, request.query, request.params["*"])
        if (!view.place) return toPlace(reply, "/", { ...request.query, place: "" }, view)
        return answer(request, reply, view, await rendering(view, "home", () => renderHome(options, view)))
      },
    )
    app.get("/warnings", { schema: { hide: true, querystring } }, async (request, reply) => {
      const view = viewOf(request, request.query)
      return answer(request, reply, view, await rendering(view, "alone", () => renderAlone(options, view)))
    })
    app.get(
      "/warnings/:code",
      { preHandler: whileThereIsRoom, schema: { hide: true, querystring, params: z.object({ code: z.string().max(20) }) } },
      async (request, reply) => {
        const view = viewOf(request, request.query)
        const { code } = request.params
        // Other words than codes never come near the pages that are kept: an address must not stand for another page's.
        const rendered = WARNING_CODE.test(code)
          ? await rendering(view, `warning ${code}`, async () => (await renderWarning(options, view, code)) ?? "")
          : undefined
        if (rendered && rendered.body.length > 0) return answer(request, reply, view, rendered)
        return reply
          .status(404)
          .type(HTML)
          .send(renderNoWarning(options, view, code))
      },
    )
    app.get("/shelters", { preHandler: whileThereIsRoom, schema: { hide: true, querystring } }, async (request, reply) => {
      const view = viewOf(request, request.query)
      if (request.query.place) return toPlace(reply, "/shelters/", request.query, view)
      return answer(request, reply, view, await rendering(view, "shelters", () => renderShelters(options, view)))
    })
    app.get(
      "/shelters/*",
      { preHandler: whileThereIsRoom, schema: { hide: true, querystring, params: z.object({ "*": z.string().max(200) }) } },
      async (request, reply) => {
        const view = viewOf(request, request.query, request.params["*"])
        if (!view.place) return toPlace(reply, "/shelters", { ...request.query, place: "" }, view)
        return answer(request, reply, view, await rendering(view, "shelters", () => renderShelters(options, view)))
      },
    )
    app.get("/public.js", { schema: { hide: true } }, async (request, reply) =>
      answerRendered(request, reply, await cache.get("script", async () => publicScript), "text/javascript; charset=utf-8"),
    )
  }
}
