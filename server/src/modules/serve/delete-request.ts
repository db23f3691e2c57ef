import { serveErrors } from "./errors.ts"
import { resident, type ServeContext } from "./receive-request.ts"
import { deleteRequests, findRequestByCode, lockRequestByCode } from "./store/request-store.ts"
import { insertWithdrawn } from "./store/withdrawn-store.ts"

/**
 * The reporter takes the report back: words, contact, and photo go at once, and the log keeps that something was deleted. The photo
 * goes first, so that a crash in between leaves nothing that no row knows. Throws `SERVE_CODE_UNKNOWN`.
 */
export async function deleteRequest({ world, photos, hashCode }: ServeContext, code: string): Promise<void> {
  const found = await findRequestByCode(world.db.query, hashCode(code))
  if (found?.photo) await photos.remove(found.photo)
  await world.transact(async (tx) => {
    const request = await lockRequestByCode(tx.db, hashCode(code))
    if (!request) throw serveErrors.CODE_UNKNOWN({})
    await deleteRequests(tx.db, [request.id])
    await insertWithdrawn(tx.db, hashCode(code), tx.now)
    tx.record({
      module: "serve",
      verb: "delete-request",
      record: request.id,
      actor: resident,
      retention: "request-text",
      body: {},
    })
  })
}
