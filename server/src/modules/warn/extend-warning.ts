import { newId } from "@holdfast/kernel"
import { languages } from "@holdfast/words"
import type { Actor } from "../../platform/log/index.ts"
import { assertNoMusts, existing, withAccount } from "./advance.ts"
import { assertEntitled, assertMode, callApprovers, listCallable } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { latestOf } from "./correct-warning.ts"
import { textFields } from "./domain/coach/remark.ts"
import { sayMoment } from "./domain/say-measured.ts"
import { type StoredWarning, unsent } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readOutlines } from "./read-outlines.ts"
import { copyGround } from "./shapes/index.ts"
import { listCorrections } from "./store/correction-store.ts"
import { findWarning, insertWarning, lockWarning } from "./store/warning-store.ts"
import { tryMessage } from "./try-message.ts"

/**
 * Extends a warning in one step: a new one with the same words and a later end, which a second person approves as any update. Throws
 * `WARN_STATE` for what is not in force, `WARN_NO_LATER_END`, and as `submitWarning`.
 */
export async function extendWarning(context: WarnContext, actor: Actor, id: string, expires: Date): Promise<StoredWarning> {
  const author = withAccount(actor)
  const { world, timeZone } = context
  const asked = existing(await findWarning(world.db.query, id), id)
  const [outlines, callable] = await Promise.all([readOutlines(context, asked), listCallable(context, { ...asked, author })])
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    const { code, state } = warning
    if (warning.kind !== "warning" || state !== "sent" || warning.expires <= tx.now)
      throw warnErrors.STATE({ code, state, event: "extend" })
    if (expires <= warning.expires) throw warnErrors.NO_LATER_END({ code })
    const said = latestOf(await listCorrections(tx.db, [id]))?.texts ?? warning.texts
    const texts = structuredClone(said)
    for (const language of languages) {
      const [was, is] = [warning.expires, expires].map((at) => sayMoment(at, language, timeZone))
      for (const field of textFields) texts[language][field] = texts[language][field].replaceAll(was!, is!)
    }
    const update = await insertWarning(tx.db, {
      ...warning,
      ...unsent,
      id: newId(),
      state: "submitted",
      texts,
      expires,
      because: warning.because,
      follows: null,
      createdAt: tx.now,
      submittedAt: tx.now,
      author,
    })
    await copyGround(tx.db, { from: id, to: update.id })
    assertEntitled(context, "writes", actor, update)
    assertMode(context, update)
    assertNoMusts(context, update, tx.now)
    await tryMessage(context, { db: tx.db, now: tx.now }, update, outlines)
    const entry = { module: "warn", record: update.id, actor, retention: "staff-action", body: { code: update.code } } as const
    tx.record({ ...entry, verb: "draft", because: { edge: "open", record: id } })
    tx.record({ ...entry, verb: "submit" })
    await callApprovers(tx, update, callable)
    return update
  })
}
