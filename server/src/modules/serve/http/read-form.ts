import { AppError } from "@holdfast/kernel"
import type { FastifyRequest } from "fastify"
import { serveErrors } from "../errors.ts"
import { PHOTO_MAX_BYTES } from "../store/photos.ts"
import { SEALED_MAX_BYTES, TYPED_MAX } from "./answer-seal.ts"

const names = ["answers", "go", "person", "area", "place", "category", "description", "contact", "search"] as const
export type Field = (typeof names)[number]

/** What came with one page of the form. */
export interface SentForm {
  /** Only the fields that were on the page. */
  readonly fields: Readonly<Partial<Record<Field, string>>>
  readonly photo: Buffer | undefined
  /** There was a photo past the limit; it was read to its end and thrown away. */
  readonly tooLarge: boolean
}

const FIELDS_MAX = 16
/** All fields fit; what is longer brings a photo. */
const WITHOUT_PHOTO_MAX_BYTES = 2 * SEALED_MAX_BYTES

/**
 * Reads a page as a browser without scripts sends it. A photo past the limit is a mistake, not the end of the request.
 * Throws `SERVE_FORM_DAMAGED` when it breaks off, holds more than a form has, or does not say how long it is, as every browser does.
 *
 * @param countPhoto called once when a photo comes, before it is read; what it throws ends the reading
 */
export async function readForm(request: FastifyRequest, countPhoto: () => void): Promise<SentForm> {
  if (request.isMultipart()) return readParts(request, countPhoto)
  const sent = Object.entries((request.body ?? {}) as Record<string, unknown>)
  return { fields: Object.assign({}, ...sent.map(([name, value]) => fieldOf(name, value))), photo: undefined, tooLarge: false }
}

async function readParts(request: FastifyRequest, countPhoto: () => void): Promise<SentForm> {
  const length = Number(request.headers["content-length"])
  if (!length || request.headers["transfer-encoding"] !== undefined) throw serveErrors.FORM_DAMAGED({})
  const isCounted = length > WITHOUT_PHOTO_MAX_BYTES
  if (isCounted) countPhoto()
  const limits = { fileSize: PHOTO_MAX_BYTES, files: 1, fields: FIELDS_MAX, fieldSize: SEALED_MAX_BYTES, parts: FIELDS_MAX + 1 }
  const fields: SentForm["fields"] = {}
  let photo: Buffer | undefined
  let tooLarge = false
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === "file") {
        const chunks: Buffer[] = []
        for await (const chunk of part.file) {
          if (!isCounted && chunks.length === 0) countPhoto()
          chunks.push(chunk as Buffer)
        }
        if (part.file.truncated) tooLarge = true
        else if (part.fieldname === "photo" && chunks.length > 0) photo = Buffer.concat(chunks)
      } else Object.assign(fields, fieldOf(part.fieldname, part.value))
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw serveErrors.FORM_DAMAGED({}, { cause: error })
  }
  return { fields, photo, tooLarge }
}

function fieldOf(name: string, value: unknown): SentForm["fields"] {
  if (!isField(name) || typeof value !== "string") return {}
  return { [name]: name === "answers" ? value : tidy(value).slice(0, TYPED_MAX) }
}

function isField(name: string): name is Field {
  return (names as readonly string[]).includes(name)
}

/** One kind of line end, and no control characters: the database takes no zero byte, and nobody types one. */
export function tidy(typed: string): string {
  return typed
    .replaceAll("\r\n", "\n")
    .replace(/[\p{Cc}\p{Cs}]/gu, (char) => (char === "\n" || char === "\t" ? char : ""))
    .trim()
}
