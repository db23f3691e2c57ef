import type { ApproveWarning } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import type { Actor } from "../../platform/log/index.ts"
import { assertNoMusts, existing, withAccount } from "./advance.ts"
import { assertEntitled, assertMode } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readOutlines } from "./read-outlines.ts"
import { readyToSend } from "./ready-to-send.ts"
import { sendReady } from "./send-ready.ts"
import { assertRead, inForceFor } from "./show-warnings.ts"
import { findWarning, lockInForce, lockSending, lockWarning } from "./store/warning-store.ts"

/**
 * Approves and sends in one step: the CAP message is frozen, and what the new warning takes the place of is marked as updated.
 * For a lifting it ends the warning that the lifting follows. Throws `WARN_OWN_WARNING` for the author, `WARN_CHANGED` when it is not
 * the version that the approver read, `WARN_NOT_READ` while a language was not ticked, and as `assertMode` and `assertEntitled`.
 */
export async function approveWarning(
  context: WarnContext,
  actor: Actor,
  id: string,
  { version, read }: Pick<ApproveWarning, "version" | "read">,
): Promise<StoredWarning> {
  const approver = withAccount(actor)
  const outlines = await readOutlines(context, existing(await findWarning(context.world.db.query, id), id))
  return context.world.transact(async (tx) => {
    await lockSending(tx.db)
    const warning = existing(await lockWarning(tx.db, id), id)
    if (warning.author.account === approver.account) throw warnErrors.OWN_WARNING({ code: warning.code })
    const ready = readyToSend(context, warning, { approver, now: tx.now })
    assertEntitled(context, "approves", actor, warning)
    assertMode(context, warning)
    if (!languages.every((language) => read.includes(language))) throw warnErrors.NOT_READ({ code: warning.code })
    const inForce = warning.kind === "warning" ? await lockInForce(tx.db, warning.hazard) : []
    const still = inForce.filter(({ expires }) => expires > tx.now)
    assertRead(context, warning, await inForceFor(tx.db, [warning], still), version)
    // Changed between the reading of the outlines and the lock, and back again: the version is the same, the areas are not.
    if (!ready.areas.every((area) => outlines.has(area.id))) throw warnErrors.CHANGED({ code: warning.code })
    assertNoMusts(context, ready, tx.now)
    tx.record({ module: "warn", verb: "approve", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return sendReady(context, tx, actor, ready, { outlines, still })
  })
}
