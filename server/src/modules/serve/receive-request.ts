import { humanCode, newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { type Category, dueAt, type ServiceRequest } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import type { HashCode } from "./store/code-hash.ts"
import { insertContact } from "./store/contact-store.ts"
import type { Photos } from "./store/photos.ts"
import { insertRequest } from "./store/request-store.ts"

/** What a resident sends, checked. */
export interface Report {
  /** The form it was written in: sent twice, it counts once. */
  readonly form: string
  readonly category: Category
  readonly area: string | null
  readonly place: string
  readonly description: string
  readonly photo: Buffer | undefined
  readonly contact: string | undefined
}

export interface ServeContext {
  readonly world: World
  readonly photos: Photos
  readonly hashCode: HashCode
}

/** Residents have no account, and the log knows no more of them than this word. */
export const resident = { role: "resident" } as const

/**
 * Takes a report in and gives the code by which its reporter, and nobody else, comes back to it. The code is shown once and not
 * stored. Throws `SERVE_FORM_SENT_BEFORE`, `SERVE_PHOTO_UNREADABLE`, `SERVE_PHOTOS_BUSY`.
 */
export function receiveRequest(context: ServeContext, report: Report): Promise<{ code: string; request: ServiceRequest }> {
  if (report.photo) return context.photos.keep(report.photo, (photo) => store(context, report, photo))
  return store(context, report, null)
}

function store({ world, hashCode }: ServeContext, report: Report, photo: string | null) {
  return world.transact(async (tx) => {
    const code = humanCode()
    const request: ServiceRequest = {
      id: newId(),
      category: report.category,
      area: report.area,
      place: report.place,
      description: report.description,
      photo,
      state: "received",
      receivedAt: tx.now,
      dueAt: dueAt(report.category, tx.now),
      answer: null,
      answeredAt: null,
      closedAt: null,
    }
    const isNew = await insertRequest(tx.db, request, { form: report.form, codeHash: hashCode(code) })
    if (!isNew) throw serveErrors.FORM_SENT_BEFORE({})
    if (report.contact) await insertContact(tx.db, request.id, report.contact)
    // The words of a resident are not in the log: they go when their reporter deletes them.
    tx.record({
      module: "serve",
      verb: "receive-request",
      record: request.id,
      actor: resident,
      retention: "request-text",
      body: { category: request.category, dueAt: request.dueAt.toISOString() },
    })
    return { code, request }
  })
}
