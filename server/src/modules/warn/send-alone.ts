import type { AloneCategory } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import { assertAuthor, assertNoMusts, existing } from "./advance.ts"
import { assertMode, assertUnanswered } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readOutlines } from "./read-outlines.ts"
import { readyToSend } from "./ready-to-send.ts"
import { sendReady } from "./send-ready.ts"
import { assertRead, inForceFor } from "./show-warnings.ts"
import { findWarning, lockInForce, lockSending, lockWarning } from "./store/warning-store.ts"

/**
 * Breaks the glass: its author sends alone, because nobody whom the city called answered. It is counted in public and reviewed. Throws
 * `WARN_STILL_CALLED` while somebody still has time to answer, and `WARN_LIFTING_TWO` for a lifting: that a danger is over can wait.
 */
export async function sendAlone(
  context: WarnContext,
  actor: Actor,
  id: string,
  { version, category, reason }: { readonly version: string; readonly category: AloneCategory; readonly reason: string },
): Promise<StoredWarning> {
  const outlines = await readOutlines(context, existing(await findWarning(context.world.db.query, id), id))
  return context.world.transact(async (tx) => {
    await lockSending(tx.db)
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    if (warning.kind === "lifting") throw warnErrors.LIFTING_TWO({ code: warning.code })
    const ready: StoredWarning = {
      ...readyToSend(context, warning, { approver: null, now: tx.now }),
      basis: "alone",
      alone: { category, reason },
    }
    assertUnanswered(warning, tx.now)
    assertMode(context, warning)
    const inForce = await lockInForce(tx.db, warning.hazard)
    const still = inForce.filter(({ expires }) => expires > tx.now)
    assertRead(context, warning, await inForceFor(tx.db, [warning], still), version)
    if (!ready.areas.every((area) => outlines.has(area.id))) throw warnErrors.CHANGED({ code: warning.code })
    assertNoMusts(context, ready, tx.now)
    const body = { code: warning.code, category, reason }
    tx.record({ module: "warn", verb: "send-alone", record: id, actor, retention: "staff-action", body })
    return sendReady(context, tx, actor, ready, { outlines, still })
  })
}
