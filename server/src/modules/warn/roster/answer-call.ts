import type { answerWays } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { RosterContext } from "./context.ts"
import { rosterErrors } from "./errors.ts"
import { changeCall, lockCall, type StoredCall } from "./store/call-store.ts"

interface Answer {
  readonly by: (typeof answerWays)[number]
  /** The duty officer who was told; nobody for the responsible people themselves, who have no account here. */
  readonly actor?: Actor
  /** When they said so; now when nothing else is known. */
  readonly at?: Date
  readonly note?: string
}

/**
 * Somebody of a post has it: nobody of it is rung any more. Answered again it changes nothing, and for a warning that is over it only
 * tells who asks. Throws `ROSTER_CALL_NOT_FOUND`; by hand also `ROSTER_CALL_CLOSED`, `ROSTER_ANSWERED_LATER`.
 */
export async function answerCall({ world }: RosterContext, id: string, { by, actor, at, note }: Answer): Promise<StoredCall> {
  return world.react(async (tx) => {
    const call = await lockCall(tx.db, id)
    if (!call) throw rosterErrors.CALL_NOT_FOUND({})
    if (at && at > tx.now) throw rosterErrors.ANSWERED_LATER({ at: at.toISOString(), now: tx.now.toISOString() })
    if (call.state !== "open") {
      if (actor) throw rosterErrors.CALL_CLOSED({ post: call.post })
      return call
    }
    const answered = {
      ...{ state: "answered" as const, due_at: null, answered_at: at ?? tx.now },
      ...{ answered_by: by, note: note || null },
    }
    await changeCall(tx.db, id, answered)
    tx.record({
      ...{ module: "warn", verb: "answer-call", record: id, retention: "staff-action" },
      because: { edge: "open", record: call.warning },
      actor: actor ?? { role: "system" },
      body: { area: call.area, post: call.post, by },
    })
    return { ...call, ...answered }
  })
}
