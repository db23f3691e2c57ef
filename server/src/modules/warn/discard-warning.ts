import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/** Sets a draft aside for good; only its author does. It stays to be read, and is forgotten as drafts are. */
export function discardWarning({ world }: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const discarded: StoredWarning = {
      ...warning,
      state: advance(warning, "discard"),
      endedAt: tx.now,
      discarded: "author",
    }
    await updateWarning(tx.db, discarded)
    tx.record({ module: "warn", verb: "discard", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return discarded
  })
}
