import { AppError, parseHumanCode } from "@holdfast/kernel"
import { errorWords } from "@holdfast/words"
import type { FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { VisitorLimit } from "../../../platform/http/index.ts"
import { correctRequest } from "../correct-request.ts"
import { deleteRequest } from "../delete-request.ts"
import { DESCRIPTION_MAX, PLACE_MAX } from "../domain/request.ts"
import { serveErrors } from "../errors.ts"
import { readRequestByCode } from "../read-requests.ts"
import { answerRefusals, type Frame, frameOf, type ReportPages } from "./page-frame.ts"
import { placeOf } from "./place-of.ts"
import { tidy } from "./read-form.ts"
import { codeMarkup, deletedMarkup, statusMarkup } from "./status-markup.ts"

const CODES_PER_HOUR = 120
const typed = z.string().transform(tidy)
const Code = z.object({ code: z.string().max(40).catch("") }).catch({ code: "" })
const Correction = z.object({
  place: typed.pipe(z.string().min(1).max(PLACE_MAX)),
  description: typed.pipe(z.string().max(DESCRIPTION_MAX)),
})

/** The pages by which a reporter looks, corrects, and deletes: by the code and by nothing else. */
export function statusPages(pages: ReportPages): FastifyPluginAsyncZod {
  const { context, places } = pages
  const codes = new VisitorLimit(CODES_PER_HOUR, serveErrors.TOO_MANY_TRIES)
  const hidden = { schema: { hide: true } }
  const codeOf = (request: FastifyRequest): string => {
    codes.take(request, context.world.clock.now())
    const code = parseHumanCode(Code.parse(request.body ?? {}).code)
    if (!code) throw serveErrors.CODE_UNKNOWN({})
    return code
  }
  const show = async ({ language, pen, send }: Frame, code: string, told?: string) => {
    const request = await readRequestByCode(context, code)
    const body = statusMarkup(pen, { code, request, place: placeOf(request, places, language), told })
    return send(200, pen.words("serve:status.title"), body)
  }

  return async (app) => {
    answerRefusals(app, pages)

    app.get("/report/status", hidden, async (request, reply) => {
      const { pen, send } = frameOf(pages, request, reply)
      return send(200, pen.words("serve:status.title"), codeMarkup(pen))
    })

    app.post("/report/status", hidden, async (request, reply) => {
      const frame = frameOf(pages, request, reply)
      try {
        return await show(frame, codeOf(request))
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "SERVE_CODE_UNKNOWN") throw error
        const { pen, send, language } = frame
        return send(404, pen.words("serve:status.title"), codeMarkup(pen, errorWords(language, error.code, {})))
      }
    })

    app.post("/report/status/correct", hidden, async (request, reply) => {
      const frame = frameOf(pages, request, reply)
      const code = codeOf(request)
      const correction = Correction.safeParse(request.body)
      if (!correction.success) return show(frame, code, frame.pen.words("serve:status.notSaved"))
      await correctRequest(context, { code, ...correction.data })
      return show(frame, code, frame.pen.words("serve:status.saved"))
    })

    app.post("/report/status/delete", hidden, async (request, reply) => {
      const { pen, send } = frameOf(pages, request, reply)
      await deleteRequest(context, codeOf(request))
      return send(200, pen.words("serve:deleted.title"), deletedMarkup(pen))
    })
    // The address of an answer, opened anew or with another language: the code is asked for again.
    for (const path of ["/report/status/correct", "/report/status/delete"]) {
      app.get(path, hidden, async (request, reply) =>
        reply.redirect(`/report/status${frameOf(pages, request, reply).pen.query}`, 303),
      )
    }
  }
}
