import { requestCategories } from "@holdfast/contracts"
import { z } from "zod"
import { CONTACT_MAX, DESCRIPTION_MAX, PLACE_MAX } from "./request.ts"

/** The pages of the form in their order: one question each, and the look at everything before it is sent. */
export const steps = ["photo", "where", "what", "more", "contact", "check"] as const
export type Step = (typeof steps)[number]

/** The answer that is offered so that it can be refused with where to go. */
export const ABOUT_A_PERSON = "person"

/** What was answered so far. Words may be wrong while they are typed; `mistakesIn` says so. */
export interface Answers {
  readonly area: string
  readonly place: string
  readonly category: string
  readonly description: string
  readonly contact: string
  /** The draft of the photo: where it lies, the only key that opens it, and whether its reporter said that nobody is in it. */
  readonly photo?: { readonly draft: string; readonly key: string; readonly clear: boolean } | undefined
  /** Given when everything was shown for the last look: sending twice is told by it. */
  readonly code?: string | undefined
  /** When `code` was given, by the machine's clock. */
  readonly codeAtMs?: number | undefined
}

export const noAnswers: Answers = { area: "", place: "", category: "", description: "", contact: "" }

/** A page, its field, and what is wrong there; the words stand under `serve:mistakes`. */
export interface Mistake {
  readonly step: Step
  readonly field: "photo" | "person" | "area" | "place" | "category" | "description" | "contact"
  readonly mistake: string
}

const Category = z.enum(requestCategories)

/** Everything that is wrong, in the order of the pages. */
export function mistakesIn(answers: Answers, isStreet: (area: string) => boolean): Mistake[] {
  const mistakes: Mistake[] = []
  const check = (holds: boolean, step: Step, field: Mistake["field"], mistake: string) => {
    if (!holds) mistakes.push({ step, field, mistake })
  }
  check(!answers.photo || answers.photo.clear, "photo", "person", "personNotAnswered")
  check(!answers.area || isStreet(answers.area), "where", "area", "area")
  check(answers.place !== "", "where", "place", "place")
  check(answers.place.length <= PLACE_MAX, "where", "place", "placeTooLong")
  check(Category.safeParse(answers.category).success, "what", "category", "category")
  check(answers.description.length <= DESCRIPTION_MAX, "more", "description", "descriptionTooLong")
  // Of "another thing" nobody knows what it is without words.
  check(answers.category !== "other-thing" || answers.description !== "", "more", "description", "description")
  check(answers.contact.length <= CONTACT_MAX, "contact", "contact", "contactTooLong")
  return mistakes
}

/** The page behind or before a page; the first and the last have none on one side. */
export function stepBeside(step: Step, by: 1 | -1): Step {
  return steps[Math.min(steps.length - 1, Math.max(0, steps.indexOf(step) + by))]!
}

/** Past this the code of a form is not taken: what tells that it came before may be forgotten by then. */
const CODE_MAX_MS = 24 * 3_600_000

export function isCodeFresh({ code, codeAtMs }: Answers, nowMs: number): boolean {
  return code !== undefined && codeAtMs !== undefined && nowMs - codeAtMs < CODE_MAX_MS
}
