import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, assertNoMusts, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/** Hands a draft to a second person. Throws `WARN_MUSTS` while the coach has remarks that must be mended. */
export function submitWarning({ world }: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const submitted: StoredWarning = { ...warning, state: advance(warning, "submit"), rejection: null }
    assertNoMusts(submitted, tx.now)
    await updateWarning(tx.db, submitted)
    tx.record({ module: "warn", verb: "submit", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return submitted
  })
}
