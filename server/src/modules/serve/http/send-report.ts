import { requestCategories } from "@holdfast/contracts"
import type { FastifyReply } from "fastify"
import { z } from "zod"
import { type Answers, isCodeFresh, mistakesIn } from "../domain/answers.ts"
import type { ServiceRequest } from "../domain/request.ts"
import { findReceived, receiveRequest } from "../receive-request.ts"
import { sealAnswers } from "./answer-seal.ts"
import { sentBeforeMarkup } from "./check-markup.ts"
import { drawPage } from "./draw-page.ts"
import type { Frame, ReportPages } from "./page-frame.ts"
import { receivedMarkup } from "./report-markup.ts"

const Category = z.enum(requestCategories)

/**
 * The end of the form. What is wrong leads back to its page; a photo whose hour is over is asked for again; a form that came before
 * gives the same code again; and one that was written on since is never taken for the one that was sent.
 */
export async function sendReport(pages: ReportPages, frame: Frame, answers: Answers, now: Date): Promise<FastifyReply> {
  const { context, places } = pages
  const { pen, send } = frame
  const mistakes = mistakesIn(answers, (area) => places.listAreas("street").some(({ id }) => id === area))
  const [first] = mistakes
  if (first) {
    const here = mistakes.filter(({ step }) => step === first.step)
    return drawPage(pages, frame, { step: first.step, answers, mistakes: here }, now)
  }
  const { code } = answers
  if (!code || !isCodeFresh(answers, now.getTime())) return drawPage(pages, frame, { step: "check", answers }, now)

  const shown = (request: ServiceRequest, isNew: boolean) => {
    if (!isNew && !isSame(request, answers)) {
      const sealed = sealAnswers({ ...answers, code: undefined, codeAtMs: undefined }, context.hashCode)
      return send(409, pen.words("serve:before.title"), sentBeforeMarkup(pen, { code, sealed }))
    }
    return send(200, pen.words("serve:received.title"), receivedMarkup(pen, { code, request, isNew }), { mayGoBack: true })
  }
  const photo = answers.photo && (await context.drafts.find(answers.photo, now))
  if (answers.photo && !photo) {
    // It is gone because its hour is over, or because this form was sent already.
    const before = await findReceived(context, code)
    if (before) return shown(before, false)
    const without = { ...answers, photo: undefined }
    const over = { step: "photo", field: "photo", mistake: "photoDraftOver" } as const
    return drawPage(pages, frame, { step: "photo", answers: without, mistakes: [over] }, now)
  }
  const { area, place, description, contact } = answers
  const report = {
    code,
    category: Category.parse(answers.category),
    area: area || null,
    place,
    description,
    photo,
    contact: contact || undefined,
  }
  const { request, isNew } = await receiveRequest(context, report)
  if (isNew && answers.photo) await context.drafts.remove(answers.photo)
  return shown(request, isNew)
}

function isSame(request: ServiceRequest, { area, place, category, description }: Answers): boolean {
  return (
    (request.area ?? "") === area &&
    request.place === place &&
    request.category === category &&
    request.description === description
  )
}
