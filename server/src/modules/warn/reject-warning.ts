import type { Actor } from "../../platform/log/index.ts"
import { advance, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/** Sends it back to its author with a reason; the author mends it and submits again. */
export function rejectWarning({ world }: WarnContext, actor: Actor, id: string, reason: string): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    const rejected: StoredWarning = { ...warning, state: advance(warning, "reject"), rejection: reason }
    await updateWarning(tx.db, rejected)
    tx.record({ module: "warn", verb: "reject", record: id, actor, retention: "staff-action", body: { reason } })
    return rejected
  })
}
