import { readFileSync } from "node:fs"
import type { Bilingual } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { errorWords, formatsIn, type Language, languages, wordsIn } from "@holdfast/words"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import { Html, html, renderPage } from "../../../platform/html/index.ts"
import { serveErrors } from "../errors.ts"
import type { Places } from "../places.ts"
import type { ServeContext } from "../receive-request.ts"
import type { Pen } from "./pen.ts"
import { refusedMarkup } from "./report-markup.ts"

/** What the pages of residents are built from. */
export interface ReportPages {
  readonly context: ServeContext
  readonly places: Places
  readonly city: Bilingual
  readonly timeZone: string
  readonly drill: Bilingual | undefined
}

/** One answer to one resident. */
export interface Frame {
  readonly language: Language
  readonly pen: Pen
  send(
    status: number,
    title: string,
    body: Html,
    options?: { readonly keep?: string; readonly mayGoBack?: boolean },
  ): FastifyReply
}

const View = z.object({
  lang: z.enum(languages).optional().catch(undefined),
  size: z.literal("large").optional().catch(undefined),
})
const style = new Html(readFileSync(new URL("./report.css", import.meta.url), "utf8"))
const statusOf = { not_found: 404, conflict: 409, limit: 429, unavailable: 503 } as Readonly<Record<string, number>>

/**
 * Language and size of one request, and how to answer it with a page. Pages with words of a resident are kept by no proxy; those of
 * the form may be kept by the browser itself, or its back button would show an error instead of the page before.
 */
export function frameOf({ city, timeZone, drill }: ReportPages, request: FastifyRequest, reply: FastifyReply): Frame {
  const { lang, size } = View.parse(request.query)
  const language: Language = lang ?? request.language
  const large = size === "large"
  const query = `?lang=${language}${large ? "&size=large" : ""}`
  const path = request.url.startsWith("/report/status") ? "/report/status" : "/report"
  return {
    language,
    pen: { words: wordsIn(language), formats: formatsIn(language, timeZone), query },
    send: (status, title, body, { keep, mayGoBack = false } = {}) =>
      reply
        .status(status)
        .type("text/html; charset=utf-8")
        .headers({ "cache-control": mayGoBack ? "private, no-cache" : "no-store", "content-language": language })
        .send(
          renderPage({
            language,
            path,
            title,
            city: city[language],
            large,
            drill: drill?.[language],
            keep: keep === undefined ? undefined : { form: "report", action: keep },
            body: html`<style>${style}</style><script src="/report.js" defer></script>${body}`,
          }),
        ),
  }
}

/** Refusals become pages that say what to do; what is our mistake goes on to where mistakes are logged. */
export function answerRefusals(app: Pick<FastifyInstance, "setErrorHandler">, pages: ReportPages): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const refusal = asRefusal(error)
    if (!refusal) throw error
    const { language, pen, send } = frameOf(pages, request, reply)
    const detail = errorWords(language, refusal.code, refusal.values) ?? refusal.code
    return send(statusOf[refusal.kind] ?? 400, pen.words("serve:refused.title"), refusedMarkup(pen, detail))
  })
}

/** What a browser never sends, such as half a form or a thousand fields, is a damaged form for whoever reads the page. */
function asRefusal(error: FastifyError | AppError): AppError | undefined {
  if (error instanceof AppError) return error
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500 ? serveErrors.FORM_DAMAGED({}, { cause: error }) : undefined
}
