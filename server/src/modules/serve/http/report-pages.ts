import { readFileSync } from "node:fs"
import { humanCode } from "@holdfast/kernel"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { VisitorLimit } from "../../../platform/http/index.ts"
import { ABOUT_A_PERSON, type Answers, mistakesIn, noAnswers, type Step, stepBeside, steps } from "../domain/answers.ts"
import { serveErrors } from "../errors.ts"
import { openAnswers, sealAnswers } from "./answer-seal.ts"
import { notSentMarkup } from "./check-markup.ts"
import { drawPage } from "./draw-page.ts"
import { findPlace } from "./find-places.ts"
import { answerRefusals, type Frame, frameOf, type ReportPages } from "./page-frame.ts"
import { type Field, readForm, type SentForm } from "./read-form.ts"
import { aboutAPersonMarkup } from "./report-markup.ts"
import { sendReport } from "./send-report.ts"
import { takePhoto } from "./take-photo.ts"

const REPORTS_PER_HOUR = 60
/** Decoding costs more than anything else here. */
const PHOTOS_PER_HOUR = 120
const SEARCHES_PER_HOUR = 300
const script = readFileSync(new URL("./report.js", import.meta.url), "utf8")
const params = z.object({ step: z.enum(steps).catch("photo") })

/**
 * The form by which residents report: one question on each page, HTML without scripts, without an account, without a cookie. Each
 * page posts its answer and what was answered before; nothing is stored until the end, but a photo, which waits locked.
 */
export function reportPages(pages: ReportPages, wallNow: () => Date): FastifyPluginAsyncZod {
  const { context, places } = pages
  const { world, hashCode, drafts } = context
  const limits = {
    reports: new VisitorLimit(REPORTS_PER_HOUR, serveErrors.TOO_MANY_TRIES),
    photos: new VisitorLimit(PHOTOS_PER_HOUR, serveErrors.TOO_MANY_TRIES),
    searches: new VisitorLimit(SEARCHES_PER_HOUR, serveErrors.TOO_MANY_TRIES),
  }
  const read = (request: FastifyRequest) => readForm(request, () => limits.photos.take(request, world.clock.now()))
  const isStreet = (area: string) => places.listAreas("street").some(({ id }) => id === area)
  const hidden = { schema: { hide: true } }

  /** One page was answered: leads to the next, to the one before, to a mistake, or to the end. */
  const answerStep = async (frame: Frame, request: FastifyRequest, step: Step, form: SentForm): Promise<FastifyReply> => {
    const now = wallNow()
    const { fields } = form
    const go = fields.go ?? "next"
    const before = fields.answers === undefined ? noAnswers : openAnswers(fields.answers, hashCode)
    if (!before) throw serveErrors.FORM_DAMAGED({})
    const draw = (to: Step, answers: Answers) => drawPage(pages, frame, { step: to, answers }, now)
    let answers = merge(before, fields)

    if (answers.category === ABOUT_A_PERSON) {
      if (answers.photo) await drafts.remove(answers.photo)
      const sealed = sealAnswers({ ...answers, category: "", description: "", photo: undefined }, hashCode)
      return frame.send(200, frame.pen.words("serve:person.title"), aboutAPersonMarkup(frame.pen, sealed), { mayGoBack: true })
    }
    if (go === "stay") return draw(step, answers)
    if (go === "back") return draw(stepBeside(step, -1), answers)
    if (go.startsWith("to ")) return draw(steps.find((one) => one === go.slice(3)) ?? "photo", answers)
    if (go === "search") {
      limits.searches.take(request, world.clock.now())
      return drawPage(pages, frame, { step: "where", answers, search: fields.search ?? "" }, now)
    }
    if (go.startsWith("pick ")) {
      limits.searches.take(request, world.clock.now())
      const found = await findPlace(places, go.slice(5), frame.language)
      const isArea = found?.key === found?.area
      return draw("where", found ? { ...answers, area: found.area, ...(!isArea && { place: found.name }) } : answers)
    }
    if (go === "skip" || go === "same") {
      if (answers.photo) await drafts.remove(answers.photo)
      if (go === "skip") return draw("where", { ...answers, photo: undefined })
      return frame.send(200, frame.pen.words("serve:alike.thanks"), notSentMarkup(frame.pen))
    }
    if (form.photo || form.tooLarge || fields.person) {
      const taken = await takePhoto(context, answers, form, now)
      answers = taken.answers
      if (taken.mistakes.length > 0) return drawPage(pages, frame, { step: "photo", answers, mistakes: taken.mistakes }, now)
    }
    if (go === "send") {
      limits.reports.take(request, world.clock.now())
      return sendReport(pages, frame, answers, now)
    }
    const mistakes = mistakesIn(answers, isStreet).filter((one) => one.step === step)
    if (mistakes.length > 0) return drawPage(pages, frame, { step, answers, mistakes }, now)
    // The last look is for what is complete: what was skipped by its address is asked for.
    const next = stepBeside(step, 1)
    const missing = next === "check" ? mistakesIn(answers, isStreet)[0]?.step : undefined
    return draw(missing ?? next, answers)
  }

  return async (app) => {
    answerRefusals(app, pages)

    app.get("/report", hidden, async (request, reply) =>
      drawPage(pages, frameOf(pages, request, reply), { step: "photo", answers: noAnswers }, wallNow()),
    )
    // A page that a phone threw away and loads anew by its address: the form begins again.
    app.get("/report/:step", { schema: { hide: true, params } }, async (request, reply) =>
      reply.redirect(`/report${frameOf(pages, request, reply).pen.query}`, 303),
    )
    app.post("/report/:step", { schema: { hide: true, params } }, async (request, reply) =>
      answerStep(frameOf(pages, request, reply), request, request.params.step, await read(request)),
    )
    // All answers at once, for who has no use for pages: the same checks, the same end.
    app.post("/report", hidden, async (request, reply) => {
      const frame = frameOf(pages, request, reply)
      const form = await read(request)
      const sealed = sealAnswers({ ...noAnswers, code: humanCode(), codeAtMs: wallNow().getTime() }, hashCode)
      return answerStep(frame, request, "check", { ...form, fields: { answers: sealed, ...form.fields, go: "send" } })
    })

    app.get("/report/streets.json", hidden, async (_request, reply) =>
      reply
        .header("cache-control", "public, max-age=3600")
        .send(places.listAreas("street").map(({ id, bounds, center }) => ({ id, bounds, center }))),
    )
    app.get("/report.js", hidden, async (_request, reply) =>
      reply.type("text/javascript; charset=utf-8").header("cache-control", "no-cache").send(script),
    )
  }
}

const answerNames = ["area", "place", "category", "description", "contact"] as const satisfies readonly Field[]

/** What was on this page replaces what was answered before. */
function merge(before: Answers, fields: SentForm["fields"]): Answers {
  return {
    ...before,
    ...Object.fromEntries(answerNames.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))),
  }
}
