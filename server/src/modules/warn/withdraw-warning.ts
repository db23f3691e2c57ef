import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/** Takes back what waits for approval, so that it is a draft again; only its author does. */
export function withdrawWarning({ world }: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const withdrawn: StoredWarning = { ...warning, state: advance(warning, "withdraw") }
    await updateWarning(tx.db, withdrawn)
    tx.record({ module: "warn", verb: "withdraw", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return withdrawn
  })
}
