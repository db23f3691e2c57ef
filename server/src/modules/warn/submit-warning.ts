import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, assertNoMusts, existing } from "./advance.ts"
import { assertEntitled, assertMode, callApprovers, listCallable } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { readOutlines } from "./read-outlines.ts"
import { assertTyped, readSize } from "./read-size.ts"
import { findWarning, lockWarning, updateWarning } from "./store/warning-store.ts"
import { tryMessage } from "./try-message.ts"

/**
 * Hands a draft to a second person, and calls the first of those who could be that. Throws `WARN_MUSTS` while the coach has remarks
 * that must be mended, `WARN_NOT_SENDABLE` when no message can be made of it, and as `assertMode` and `assertEntitled` what the pack
 * does not allow here. `WARN_SIZE_UNTYPED` when it reaches unusually far and the figure was not typed.
 */
export async function submitWarning(context: WarnContext, actor: Actor, id: string, people?: number): Promise<StoredWarning> {
  const { world } = context
  const asked = existing(await findWarning(world.db.query, id), id)
  const [outlines, callable, size] = await Promise.all([
    readOutlines(context, asked),
    listCallable(context, asked),
    readSize(context, asked),
  ])
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const submitted: StoredWarning = { ...warning, state: advance(warning, "submit"), rejection: null, submittedAt: tx.now }
    assertEntitled(context, "writes", actor, warning)
    assertMode(context, warning)
    assertNoMusts(context, submitted, tx.now)
    if (warning.kind === "warning") assertTyped(warning, size, people)
    await tryMessage(context, { db: tx.db, now: tx.now }, submitted, outlines)
    await updateWarning(tx.db, submitted)
    tx.record({ module: "warn", verb: "submit", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    await callApprovers(tx, submitted, callable)
    return submitted
  })
}
