import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, assertNoMusts, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { readOutlines } from "./read-outlines.ts"
import { findWarning, lockWarning, updateWarning } from "./store/warning-store.ts"
import { tryMessage } from "./try-message.ts"

/**
 * Hands a draft to a second person. Throws `WARN_MUSTS` while the coach has remarks that must be mended, and `WARN_NOT_SENDABLE` when
 * no message can be made of it.
 */
export async function submitWarning(context: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  const { world } = context
  const outlines = await readOutlines(context, existing(await findWarning(world.db.query, id), id))
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const submitted: StoredWarning = { ...warning, state: advance(warning, "submit"), rejection: null }
    assertNoMusts(submitted, tx.now)
    await tryMessage(context, { db: tx.db, now: tx.now }, submitted, outlines)
    await updateWarning(tx.db, submitted)
    tx.record({ module: "warn", verb: "submit", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return submitted
  })
}
