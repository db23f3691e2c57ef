import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { isFinished, mayBecome, type RequestState, type ServiceRequest } from "./domain/request.ts"
import { serveErrors } from "./errors.ts"
import { lockRequest, updateAnswer } from "./store/request-store.ts"

/**
 * The desk answers, and the request goes forward. The reporter reads the answer by the code. Throws `SERVE_REQUEST_NOT_FOUND` and,
 * when somebody was faster, `SERVE_REQUEST_CHANGED`.
 */
export function answerRequest(
  world: World,
  actor: Actor,
  { id, state, answer }: { id: string; state: RequestState; answer: string },
): Promise<ServiceRequest> {
  return world.transact(async (tx) => {
    const request = await lockRequest(tx.db, id)
    if (!request) throw serveErrors.REQUEST_NOT_FOUND({ request: id })
    if (!mayBecome(request.state, state)) throw serveErrors.REQUEST_CHANGED({ state: request.state, wanted: state })
    const closedAt = isFinished(state) ? (request.closedAt ?? tx.now) : null
    const answered: ServiceRequest = { ...request, state, answer, answeredAt: tx.now, closedAt }
    await updateAnswer(tx.db, answered)
    tx.record({ module: "serve", verb: "answer-request", record: id, actor, retention: "request-text", body: { state } })
    return answered
  })
}
