import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import { type Category, dueAt, type ServiceRequest } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import type { HashCode } from "./store/code-hash.ts"
import { insertContact } from "./store/contact-store.ts"
import type { PhotoDrafts } from "./store/photo-drafts.ts"
import type { Photos } from "./store/photos.ts"
import { findRequestByCode, insertRequest } from "./store/request-store.ts"
import { isWithdrawn } from "./store/withdrawn-store.ts"

/** What a resident sends, checked. */
export interface Report {
  /** The code under which it is found again; sent twice with the same one, it counts once. */
  readonly code: string
  readonly category: Category
  readonly area: string | null
  readonly place: string
  readonly description: string
  /** Drawn anew. */
  readonly photo: Buffer | undefined
  readonly contact: string | undefined
}

export interface ServeContext {
  readonly world: World
  readonly photos: Photos
  readonly drafts: PhotoDrafts
  readonly hashCode: HashCode
}

/** Residents have no account, and the log knows no more of them than this word. */
export const resident = { role: "resident" } as const

/**
 * Takes a report in. When one with this code is there already, gives that one: `isNew` is false, and nothing is changed. The code
 * itself is stored nowhere. Throws `SERVE_REQUEST_WITHDRAWN` when its reporter deleted it.
 */
export async function receiveRequest(
  context: ServeContext,
  report: Report,
): Promise<{ readonly request: ServiceRequest; readonly isNew: boolean }> {
  const before = await findReceived(context, report.code)
  if (before) return { request: before, isNew: false }
  const stored = report.photo
    ? await context.photos.keep(report.photo, (photo) => store(context, report, photo)).catch(sentBefore)
    : await store(context, report, null).catch(sentBefore)
  if (stored) return { request: stored, isNew: true }
  const winner = await findReceived(context, report.code)
  if (!winner) throw serveErrors.REQUEST_WITHDRAWN({})
  return { request: winner, isNew: false }
}

/** The report of a code that came before. Throws `SERVE_REQUEST_WITHDRAWN` when its reporter deleted it. */
export async function findReceived({ world, hashCode }: ServeContext, code: string): Promise<ServiceRequest | undefined> {
  if (await isWithdrawn(world.db.query, hashCode(code))) throw serveErrors.REQUEST_WITHDRAWN({})
  return findRequestByCode(world.db.query, hashCode(code))
}

/** Of two that came at once, the other was first; its photo went with the transaction. */
class SentBefore extends Error {}

function sentBefore(error: unknown): undefined {
  if (!(error instanceof SentBefore)) throw error
}

function store({ world, hashCode }: ServeContext, report: Report, photo: string | null): Promise<ServiceRequest> {
  return world.transact(async (tx) => {
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
    if (!(await insertRequest(tx.db, request, hashCode(report.code)))) throw new SentBefore()
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
    return request
  })
}
