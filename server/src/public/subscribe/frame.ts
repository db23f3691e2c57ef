import { AppError } from "@holdfast/kernel"
import { errorWords, isLanguage, type Language } from "@holdfast/words"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import { subscribeErrors } from "../../modules/warn/index.ts"
import { type Html, html } from "../../platform/html/index.ts"
import { type Making, makingOf, type PublicOptions, type View } from "../page-context.ts"
import { wholePage } from "../whole-page.ts"

/** One answer to one resident: how they see it, and how it is sent. Nothing of it is kept by a browser or a proxy. */
export interface Frame {
  readonly view: View
  readonly making: Making
  send(status: number, page: { readonly path: string; readonly title: string; readonly body: Html }): FastifyReply
}

const View = z.object({
  lang: z.string().refine(isLanguage).optional().catch(undefined),
  size: z.literal("large").optional().catch(undefined),
})
const statusOf = { not_found: 404, conflict: 409, limit: 429, unavailable: 503 } as Readonly<Record<string, number>>

/** @param preferred the language that a subscription was made in; what the address says comes before */
export function frameOf(
  options: PublicOptions,
  { request, reply, place, preferred }: Asked & { readonly place?: View["place"]; readonly preferred?: Language },
): Frame {
  const { lang, size } = View.parse(request.query)
  const view: View = { language: lang ?? preferred ?? request.language, large: size === "large", place }
  return {
    view,
    making: makingOf(options, view),
    send: (status, page) =>
      reply
        .status(status)
        .type("text/html; charset=utf-8")
        .headers({ "cache-control": "no-store", "content-language": view.language, "x-robots-tag": "noindex" })
        .send(wholePage(options, view, { ...page, position: options.world.log.position })),
  }
}

export interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Refusals become pages that say what to do; for a script they stay what they are. What is our mistake goes on to where mistakes are logged. */
export function answerRefusals(app: Pick<FastifyInstance, "setErrorHandler">, options: PublicOptions): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const refusal = asRefusal(error)
    if (!refusal || request.headers["content-type"]?.startsWith("application/json")) throw error
    const { making, view, send } = frameOf(options, { request, reply })
    const { words, link } = making
    const title = words("subscribe:refused")
    const detail = errorWords(view.language, refusal.code, refusal.values) ?? refusal.code
    const body = html`<h1>${title}</h1><p role="alert">${detail}</p><p><a href="${link("/subscribe")}">${words("subscribe:anew")}</a></p>`
    return send(statusOf[refusal.kind] ?? 400, { path: "/subscribe", title, body })
  })
}

function asRefusal(error: FastifyError | AppError): AppError | undefined {
  if (error instanceof AppError) return error
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500 ? subscribeErrors.FORM_DAMAGED({}, { cause: error }) : undefined
}
