import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { getSignal } from "../read-signals.ts"
import { countComments, putComment } from "./store/comment-store.ts"

/** More is a conversation, which belongs into the journal. */
export const COMMENTS_MAX = 100

/** Writes a note beside a signal, also when it is over. Throws `SENSE_COMMENTS_FULL`. */
export async function commentSignal(world: World, actor: Actor, id: string, text: string): Promise<void> {
  const { code } = await getSignal(world, id)
  await world.transact(async (tx) => {
    if ((await countComments(tx.db, id)) >= COMMENTS_MAX) throw senseErrors.COMMENTS_FULL({ code, limit: COMMENTS_MAX })
    const comment = newId()
    await putComment(tx.db, { id: comment, signal: id, role: actor.role, at: tx.now, text })
    tx.record({ module: "sense", verb: "comment-signal", record: id, actor, retention: "staff-action", body: { comment } })
  })
}
