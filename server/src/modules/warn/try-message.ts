import type { Kysely } from "kysely"
import { composeMessage } from "./compose-message.ts"
import type { WarnContext } from "./context.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import { replacedBy, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { newIdentifier } from "./freeze-message.ts"
import { readGrounds } from "./shapes/index.ts"
import { listWarningsInForce } from "./store/warning-store.ts"

/**
 * Composes the message that would go out at `now`, so that what cannot be sent is known to its author and not first when it is
 * approved. Throws `WARN_NOT_SENDABLE` and `WARN_PACK_NOT_FOUND`; `WARN_DRAFT_CHANGED` for outlines of other areas.
 */
export async function tryMessage(
  context: WarnContext,
  { db, now }: { readonly db: Kysely<unknown>; readonly now: Date },
  warning: StoredWarning,
  outlines: Outlines,
): Promise<void> {
  if (!warning.areas.every(({ id }) => outlines.has(id))) throw warnErrors.DRAFT_CHANGED({ code: warning.code })
  const isLifting = warning.kind === "lifting"
  const inForce = isLifting ? [] : await listWarningsInForce(db, now)
  const replaced = replacedBy(warning, inForce, await readGrounds(db, [warning], inForce))
  const refersTo = isLifting ? [warning.follows!] : replaced.map(({ id }) => id)
  await composeMessage(context, { db, sentAt: now }, warning, {
    identifier: newIdentifier(warning.code, now),
    msgType: refersTo.length > 0 ? "Update" : "Alert",
    purpose: isLifting ? "lift" : "warn",
    texts: warning.texts,
    refersTo,
    outlines,
    page: warning.code,
  })
}
