import { isFinished } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import { resident, type ServeContext } from "./receive-request.ts"
import { lockRequestByCode, updateText } from "./store/request-store.ts"

/** The reporter corrects place and words. Throws `SERVE_CODE_UNKNOWN` and, once it is solved or closed, `SERVE_REQUEST_FINISHED`. */
export function correctRequest(
  { world, hashCode }: ServeContext,
  { code, place, description }: { code: string; place: string; description: string },
): Promise<void> {
  return world.transact(async (tx) => {
    const request = await lockRequestByCode(tx.db, hashCode(code))
    if (!request) throw serveErrors.CODE_UNKNOWN({})
    if (isFinished(request.state)) throw serveErrors.REQUEST_FINISHED({ state: request.state })
    await updateText(tx.db, { id: request.id, place, description })
    tx.record({
      module: "serve",
      verb: "correct-request",
      record: request.id,
      actor: resident,
      retention: "request-text",
      body: {},
    })
  })
}
