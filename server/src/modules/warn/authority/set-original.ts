import type { Actor } from "../../../platform/log/index.ts"
import { advance, assertAuthor, existing } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { warnErrors } from "../errors.ts"
import { lockWarning, updateWarning } from "../store/warning-store.ts"
import { authorityOf } from "./mode-of.ts"

/**
 * Says which warning of the other body is passed on: its CAP identifier, or the number of the document. The issuer's name is the
 * pack's. Throws `WARN_NOT_RELAYED` where the city does not relay.
 */
export function setOriginal(context: WarnContext, actor: Actor, id: string, reference: string): Promise<StoredWarning> {
  return context.world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const state = advance(warning, "edit")
    const entry = authorityOf(context, warning)
    if (entry?.mode !== "relay") throw warnErrors.NOT_RELAYED({ code: warning.code })
    const named: StoredWarning = { ...warning, state, original: { issuer: entry.issuer, reference } }
    await updateWarning(tx.db, named)
    const body = { changed: ["original"] }
    tx.record({ module: "warn", verb: "edit", record: id, actor, retention: "staff-action", body })
    return named
  })
}
