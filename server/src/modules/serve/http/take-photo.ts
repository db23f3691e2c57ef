import { AppError } from "@holdfast/kernel"
import type { Answers, Mistake } from "../domain/answers.ts"
import type { ServeContext } from "../receive-request.ts"
import type { SentForm } from "./read-form.ts"

const mistakeOf: Readonly<Record<string, string>> = {
  SERVE_PHOTO_HEIC: "photoHeic",
  SERVE_PHOTO_UNREADABLE: "photoUnreadable",
  SERVE_PHOTOS_BUSY: "photosBusy",
}

/**
 * Takes what came with the page of the photo: a new one is drawn anew and waits as a draft; one with a person in it is thrown away
 * at once. A photo that cannot be taken is a mistake at its field, and every other answer stays.
 */
export async function takePhoto(
  { photos, drafts }: ServeContext,
  answers: Answers,
  { fields, photo, tooLarge }: SentForm,
  now: Date,
): Promise<{ readonly answers: Answers; readonly mistakes: readonly Mistake[] }> {
  const refused = async (mistake: string) => {
    if (answers.photo) await drafts.remove(answers.photo)
    return { answers: { ...answers, photo: undefined }, mistakes: [{ step: "photo", field: "photo", mistake } as const] }
  }
  if (fields.person === "yes" && (photo ?? answers.photo)) return refused("personInPhoto")
  if (tooLarge) return refused("photoTooLarge")
  if (!photo) {
    if (!answers.photo || fields.person !== "no") return { answers, mistakes: [] }
    return { answers: { ...answers, photo: { ...answers.photo, clear: true } }, mistakes: [] }
  }
  try {
    const draft = await drafts.keep(await photos.redraw(photo), now)
    if (answers.photo) await drafts.remove(answers.photo)
    return { answers: { ...answers, photo: { ...draft, clear: fields.person === "no" } }, mistakes: [] }
  } catch (error) {
    const mistake = error instanceof AppError ? mistakeOf[error.code] : undefined
    if (!mistake) throw error
    return refused(mistake)
  }
}
