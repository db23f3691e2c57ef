import { timingSafeEqual } from "node:crypto"
import { z } from "zod"
import type { Answers } from "../domain/answers.ts"
import type { HashCode } from "../store/code-hash.ts"
import { draftName } from "../store/photo-drafts.ts"

/** What is read of one field. More than any field may have, so that what is too long can be shown again to be shortened. */
export const TYPED_MAX = 4_000
/** Everything that fits into the pages, as JSON in base64; a longer one was not made here. */
export const SEALED_MAX_BYTES = 48 * 1024

const short = z.string().max(TYPED_MAX)
const Sealed = z.object({
  area: short,
  place: short,
  category: short,
  description: short,
  contact: short,
  photo: z.object({ draft: z.string().regex(draftName), key: z.string().length(43), clear: z.boolean() }).optional(),
  code: z.string().max(20).optional(),
  codeAtMs: z.int().optional(),
})

/**
 * The answers as one hidden field: they lie in the browser until the end, and the server keeps none of them. The seal says that
 * code and draft came from here. It is made with the key of the codes, so it holds when the server was restarted in between.
 */
export function sealAnswers(answers: Answers, hash: HashCode): string {
  const payload = Buffer.from(JSON.stringify(answers)).toString("base64url")
  return `${payload}.${macOf(payload, hash).toString("base64url")}`
}

/** Undefined when it was changed on the way, or was not made here. */
export function openAnswers(sealed: string, hash: HashCode): Answers | undefined {
  const [payload = "", mac = ""] = sealed.split(".")
  const [given, own] = [Buffer.from(mac, "base64url"), macOf(payload, hash)]
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined
  return Sealed.parse(JSON.parse(Buffer.from(payload, "base64url").toString()))
}

/** No code begins like this, so that a seal never passes for the hash of one. */
function macOf(payload: string, hash: HashCode): Buffer {
  return hash(`answers of a form\n${payload}`)
}
