import { requestCategories } from "@holdfast/contracts"
import type { FastifyRequest } from "fastify"
import { z } from "zod"
import { CONTACT_MAX, DESCRIPTION_MAX, PLACE_MAX } from "../domain/request.ts"
import type { Places } from "../places.ts"
import type { Report } from "../receive-request.ts"
import { PHOTO_MAX_BYTES } from "../store/photos.ts"

/** What was typed, as it is put back into the form; the photo cannot be. */
export type Typed = Readonly<Record<"form" | "category" | "area" | "place" | "description" | "person" | "contact", string>>

/** A field and what is wrong with it; the words stand under `serve:mistakes`. */
export interface Mistake {
  readonly field: keyof Typed | "photo"
  readonly mistake: string
}

export type Parsed =
  | { readonly outcome: "report"; readonly report: Report }
  | { readonly outcome: "about-a-person" }
  | { readonly outcome: "mistakes"; readonly typed: Typed; readonly mistakes: readonly Mistake[] }

/** The answer that is offered so that it can be refused with where to go. */
export const ABOUT_A_PERSON = "person"
const FIELDS_MAX = 12
const FIELD_MAX_BYTES = 16 * 1024
const Category = z.enum(requestCategories)

/** Reads the form as a browser without scripts sends it. A photo past the limit is a mistake, not the end of the request. */
export async function readForm(request: FastifyRequest): Promise<{ typed: Typed; photo: Buffer | undefined; tooLarge: boolean }> {
  const typed = { form: "", category: "", area: "", place: "", description: "", person: "", contact: "" }
  let photo: Buffer | undefined
  let tooLarge = false
  const limits = { fileSize: PHOTO_MAX_BYTES, files: 1, fields: FIELDS_MAX, fieldSize: FIELD_MAX_BYTES, parts: FIELDS_MAX + 1 }
  for await (const part of request.parts({ limits })) {
    if (part.type === "file") {
      const chunks: Buffer[] = []
      for await (const chunk of part.file) chunks.push(chunk as Buffer)
      if (part.file.truncated) tooLarge = true
      else if (part.fieldname === "photo" && chunks.length > 0) photo = Buffer.concat(chunks)
    } else if (part.fieldname in typed) {
      typed[part.fieldname as keyof Typed] = String(part.value).trim().replaceAll("\r\n", "\n")
    }
  }
  return { typed, photo, tooLarge }
}

/** Checks what was sent, all of it at once, so that everything can be mended in one go. */
export function parseForm(
  { typed, photo, tooLarge }: { typed: Typed; photo: Buffer | undefined; tooLarge: boolean },
  places: Places,
): Parsed {
  if (typed.category === ABOUT_A_PERSON) return { outcome: "about-a-person" }
  const category = Category.safeParse(typed.category)
  const mistakes: Mistake[] = []
  const check = (holds: boolean, field: Mistake["field"], mistake: string) => {
    if (!holds) mistakes.push({ field, mistake })
  }
  check(category.success, "category", "category")
  check(!typed.area || places.listAreas("street").some(({ id }) => id === typed.area), "area", "area")
  check(typed.place !== "", "place", "place")
  check(typed.place.length <= PLACE_MAX, "place", "placeTooLong")
  check(typed.description !== "", "description", "description")
  check(typed.description.length <= DESCRIPTION_MAX, "description", "descriptionTooLong")
  check(typed.contact.length <= CONTACT_MAX, "contact", "contactTooLong")
  check(!tooLarge, "photo", "photoTooLarge")
  if (photo && typed.person === "yes") check(false, "photo", "personInPhoto")
  else check(!photo || typed.person === "no", "person", "personNotAnswered")
  const form = z.uuid().safeParse(typed.form)
  if (!category.success || !form.success || mistakes.length > 0) return { outcome: "mistakes", typed, mistakes }
  const { area, place, description, contact } = typed
  const report = {
    form: form.data,
    category: category.data,
    area: area || null,
    place,
    description,
    photo,
    contact: contact || undefined,
  }
  return { outcome: "report", report }
}
