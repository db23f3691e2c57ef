import type { Actor } from "../../../platform/log/index.ts"
import { assertAuthor, existing } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { warnErrors } from "../errors.ts"
import { lockWarning } from "../store/warning-store.ts"
import { answerEnding } from "./store/ending-store.ts"

/** Its author was told that it ends soon, and lets it run out on purpose. Throws `WARN_NOT_ENDING` when nobody asked, or somebody answered. */
export function letRunOut({ world }: Pick<WarnContext, "world">, actor: Actor, id: string): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    if (!(await answerEnding(tx.db, id, tx.now))) throw warnErrors.NOT_ENDING({ code: warning.code })
    tx.record({ module: "warn", verb: "let-run-out", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return warning
  })
}
