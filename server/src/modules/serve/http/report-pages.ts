import formbody from "@fastify/formbody"
import multipart from "@fastify/multipart"
import type { Bilingual } from "@holdfast/contracts"
import { AppError, newId, parseHumanCode } from "@holdfast/kernel"
import { errorWords, formatsIn, type Language, languages, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, renderPage } from "../../../platform/html/index.ts"
import { correctRequest } from "../correct-request.ts"
import { deleteRequest } from "../delete-request.ts"
import { DESCRIPTION_MAX, PLACE_MAX } from "../domain/request.ts"
import { serveErrors } from "../errors.ts"
import type { Places } from "../places.ts"
import { readRequestByCode } from "../read-requests.ts"
import { receiveRequest, type ServeContext } from "../receive-request.ts"
import { placeOf } from "./place-of.ts"
import { parseForm, readForm, type Typed } from "./report-form.ts"
import {
  aboutAPersonMarkup,
  codeMarkup,
  type District,
  deletedMarkup,
  formMarkup,
  type Pen,
  receivedMarkup,
  refusedMarkup,
  statusMarkup,
} from "./report-markup.ts"
import { VisitorLimit } from "./visitor-limit.ts"

const REPORTS_PER_HOUR = 60
const CODES_PER_HOUR = 120
const View = z.object({
  lang: z.enum(languages).optional().catch(undefined),
  size: z.literal("large").optional().catch(undefined),
})
const Code = z.object({ code: z.string().max(40).catch("") })
const Correction = z.object({
  code: z.string().max(40),
  place: z.string().trim().min(1).max(PLACE_MAX),
  description: z.string().trim().min(1).max(DESCRIPTION_MAX),
})
const statusOf = { not_found: 404, conflict: 409, limit: 429, unavailable: 503 } as Readonly<Record<string, number>>

export interface ReportPages {
  readonly context: ServeContext
  readonly places: Places
  readonly city: Bilingual
  readonly timeZone: string
  readonly drill: string | undefined
}

/** The pages by which residents report, look, correct, and delete: HTML without scripts, without an account, without a cookie. */
export function reportPages({ context, places, city, timeZone, drill }: ReportPages): FastifyPluginAsyncZod {
  const { world } = context
  const reports = new VisitorLimit(REPORTS_PER_HOUR)
  const codes = new VisitorLimit(CODES_PER_HOUR)

  return async (app) => {
    // A photo past the limit is told at its field, with everything else that was typed.
    await app.register(multipart, { throwFileSizeLimit: false })
    await app.register(formbody)
    const hidden = { schema: { hide: true } }

    const open = (request: FastifyRequest, reply: FastifyReply, path: string) => {
      const { lang, size } = View.parse(request.query)
      const language: Language = lang ?? request.language
      const query = `?lang=${language}${size ? "&size=large" : ""}`
      const pen: Pen = { words: wordsIn(language), formats: formatsIn(language, timeZone), query }
      const send = (status: number, title: string, body: Html) =>
        reply
          .status(status)
          .type("text/html; charset=utf-8")
          .headers({ "cache-control": "no-store", "content-language": language })
          .send(renderPage({ language, path, title, city: city[language], body, large: size === "large", drill }))
      /** A refusal that the resident can act on, as a page; everything else is our mistake and goes on. */
      const refuse = (error: unknown) => {
        if (!(error instanceof AppError)) throw error
        const detail = errorWords(language, error.code, error.values) ?? error.code
        return send(statusOf[error.kind] ?? 400, pen.words("serve:refused.title"), refusedMarkup(pen, detail))
      }
      return { language, pen, send, refuse }
    }

    app.get("/report", hidden, async (request, reply) => {
      const { language, pen, send } = open(request, reply, "/report")
      const typed: Typed = { form: newId(), category: "", area: "", place: "", description: "", person: "", contact: "" }
      const body = formMarkup(pen, { typed, mistakes: [], districts: listDistricts(places, language) })
      return send(200, pen.words("serve:report.title"), body)
    })

    app.post("/report", hidden, async (request, reply) => {
      const { language, pen, send, refuse } = open(request, reply, "/report")
      try {
        reports.take(request, world.clock.now())
        const sent = await readForm(request)
        const parsed = parseForm(sent, places)
        if (parsed.outcome === "about-a-person") return send(200, pen.words("serve:person.title"), aboutAPersonMarkup(pen))
        const again = (typed: Typed, mistakes: Extract<typeof parsed, { outcome: "mistakes" }>["mistakes"]) =>
          send(
            400,
            pen.words("serve:report.title"),
            formMarkup(pen, {
              typed: { ...typed, form: typed.form || newId() },
              mistakes,
              districts: listDistricts(places, language),
            }),
          )
        if (parsed.outcome === "mistakes") return again(parsed.typed, parsed.mistakes)
        try {
          const { code, request: received } = await receiveRequest(context, parsed.report)
          return send(200, pen.words("serve:received.title"), receivedMarkup(pen, code, received))
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== "SERVE_PHOTO_UNREADABLE") throw error
          return again(sent.typed, [{ field: "photo", mistake: "photoUnreadable" }])
        }
      } catch (error) {
        return refuse(error)
      }
    })

    app.get("/report/status", hidden, async (request, reply) => {
      const { pen, send } = open(request, reply, "/report/status")
      return send(200, pen.words("serve:status.title"), codeMarkup(pen))
    })

    const parseCode = (request: FastifyRequest): string => {
      codes.take(request, world.clock.now())
      const code = parseHumanCode(Code.parse(request.body ?? {}).code)
      if (!code) throw serveErrors.CODE_UNKNOWN({})
      return code
    }
    type Opened = ReturnType<typeof open>
    const show = async ({ language, pen, send }: Opened, code: string, told?: string) => {
      const request = await readRequestByCode(context, code)
      const body = statusMarkup(pen, { code, request, place: placeOf(request, places, language), told })
      return send(200, pen.words("serve:status.title"), body)
    }

    app.post("/report/status", hidden, async (request, reply) => {
      const opened = open(request, reply, "/report/status")
      try {
        return await show(opened, parseCode(request))
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "SERVE_CODE_UNKNOWN") return opened.refuse(error)
        const { pen, send, language } = opened
        return send(404, pen.words("serve:status.title"), codeMarkup(pen, errorWords(language, error.code, {})))
      }
    })

    app.post("/report/status/correct", hidden, async (request, reply) => {
      const opened = open(request, reply, "/report/status")
      try {
        const code = parseCode(request)
        const correction = Correction.safeParse(request.body)
        if (!correction.success) return await show(opened, code, opened.pen.words("serve:status.notSaved"))
        await correctRequest(context, { code, place: correction.data.place, description: correction.data.description })
        return await show(opened, code, opened.pen.words("serve:status.saved"))
      } catch (error) {
        return opened.refuse(error)
      }
    })

    app.post("/report/status/delete", hidden, async (request, reply) => {
      const opened = open(request, reply, "/report/status")
      try {
        await deleteRequest(context, parseCode(request))
        return opened.send(200, opened.pen.words("serve:deleted.title"), deletedMarkup(opened.pen))
      } catch (error) {
        return opened.refuse(error)
      }
    })
  }
}

/** The streets to choose from, by district, in the reader's language. */
function listDistricts(places: Places, language: Language): District[] {
  const byDistrict = Map.groupBy(places.listAreas("street"), ({ parent }) => parent ?? "")
  return [...byDistrict].map(([district, streets]) => ({
    name: district ? places.getArea(district).name[language] : "",
    streets: streets.map(({ id, name }) => ({ id, name: name[language] })),
  }))
}
