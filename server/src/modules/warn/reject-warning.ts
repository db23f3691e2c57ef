import type { Actor } from "../../platform/log/index.ts"
import { advance, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { assertRead, inForceFor } from "./show-warnings.ts"
import { listWarningsInForce, lockWarning, updateWarning } from "./store/warning-store.ts"

/** Sends it back to its author with a reason; the author mends it and submits again. Throws `WARN_CHANGED`. */
export function rejectWarning(
  context: WarnContext,
  actor: Actor,
  id: string,
  { version, reason }: { readonly version: string; readonly reason: string },
): Promise<StoredWarning> {
  const { world } = context
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    const rejected: StoredWarning = { ...warning, state: advance(warning, "reject"), rejection: reason }
    assertRead(context, warning, await inForceFor(tx.db, [warning], await listWarningsInForce(tx.db, tx.now)), version)
    await updateWarning(tx.db, rejected)
    tx.record({ module: "warn", verb: "reject", record: id, actor, retention: "staff-action", body: { reason } })
    return rejected
  })
}
