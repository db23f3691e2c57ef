import { humanCode } from "@holdfast/kernel"
import type { Language } from "@holdfast/words"
import type { FastifyReply } from "fastify"
import { type Answers, isCodeFresh, type Mistake, type Step } from "../domain/answers.ts"
import { findAlike } from "../find-alike.ts"
import type { Places } from "../places.ts"
import { sealAnswers } from "./answer-seal.ts"
import { checkMarkup } from "./check-markup.ts"
import { type FoundPlace, findPlaces } from "./find-places.ts"
import type { Frame, ReportPages } from "./page-frame.ts"
import type { District } from "./pen.ts"
import { areaName, placeOf } from "./place-of.ts"
import { stepMarkup } from "./step-markup.ts"

/** A page of the form that is asked for next. */
export interface NextPage {
  readonly step: Step
  readonly answers: Answers
  readonly mistakes?: readonly Mistake[] | undefined
  readonly search?: string | undefined
}

/** Draws a page of the form with the answers so far. The last one gives the code that tells one sending from the next. */
export async function drawPage(pages: ReportPages, frame: Frame, page: NextPage, now: Date): Promise<FastifyReply> {
  const { context, places } = pages
  const { language, pen, send } = frame
  const { step, mistakes = [], search } = page
  const title = `${pen.words(`serve:ask.${step}`)} · ${pen.words("serve:report.title")}`
  const options = { keep: `/report/${step}`, mayGoBack: true }
  const status = mistakes.length > 0 ? 400 : 200
  const thumbnail = await thumbnailOf(pages, page.answers, now)
  if (step !== "check") {
    const found: FoundPlace[] | undefined = search === undefined ? undefined : await findPlaces(places, search, language)
    const sealed = sealAnswers(page.answers, context.hashCode)
    const districts = step === "where" ? listDistricts(places, language) : []
    const body = stepMarkup(pen, { step, answers: page.answers, sealed, mistakes, districts, found, search, thumbnail })
    return send(status, title, body, options)
  }
  const isStale = page.answers.code !== undefined && !isCodeFresh(page.answers, now.getTime())
  const answers = page.answers.code && !isStale ? page.answers : { ...page.answers, code: humanCode(), codeAtMs: now.getTime() }
  const { area, category } = answers
  const alikeAt = area ? await findAlike(context.world, { area, category }) : undefined
  const body = checkMarkup(pen, {
    answers,
    sealed: sealAnswers(answers, context.hashCode),
    place: placeOf({ area: area || null, place: answers.place }, places, language),
    thumbnail,
    alike: alikeAt && { at: alikeAt, street: areaName(area, places, language) },
    isStale,
  })
  return send(status, title, body, options)
}

async function thumbnailOf({ context }: ReportPages, { photo }: Answers, now: Date): Promise<string | undefined> {
  const found = photo && (await context.drafts.find(photo, now))
  return found && `data:image/jpeg;base64,${(await context.photos.thumbnail(found)).toString("base64")}`
}

/** The streets to choose from, by district, in the reader's language. */
function listDistricts(places: Places, language: Language): District[] {
  const byDistrict = Map.groupBy(places.listAreas("street"), ({ parent }) => parent ?? "")
  return [...byDistrict].map(([district, streets]) => ({
    name: district ? places.getArea(district).name[language] : "",
    streets: streets.map(({ id, name }) => ({ id, name: name[language] })),
  }))
}
