import type { WarningTexts } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { advance, assertNoMusts, assertXml, existing, withAccount } from "./advance.ts"
import { callApprovers, listCallable } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { fillTexts } from "./domain/fill.ts"
import { type StoredWarning, unsent } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readOutlines } from "./read-outlines.ts"
import { findWarning, insertWarning, lockUnsentLiftings, lockWarning } from "./store/warning-store.ts"
import { tryMessage } from "./try-message.ts"

/** How long the lifting itself is said in public. */
const LIFTING_VALID_MS = 24 * 3_600_000

/**
 * Asks to lift a warning because the danger is over. It is a record of its own, already submitted, and another person approves
 * it. Without texts those of the pack are taken. Throws `WARN_LIFTING_WAITS` when one waits already.
 */
export async function liftWarning(context: WarnContext, actor: Actor, id: string, texts?: WarningTexts): Promise<StoredWarning> {
  const { world, packs, city, timeZone } = context
  const author = withAccount(actor)
  if (texts) assertXml(texts)
  const asked = existing(await findWarning(world.db.query, id), id)
  // Whoever asks is its author, and never called.
  const [outlines, callable] = await Promise.all([
    readOutlines(context, asked),
    listCallable(context, { ...asked, author: { role: author.role, account: author.account } }),
  ])
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    advance(warning, "lift")
    if (warning.kind === "lifting") throw warnErrors.LIFTING_FIXED({ code: warning.code })
    const [waiting] = await lockUnsentLiftings(tx.db, id)
    if (waiting) throw warnErrors.LIFTING_WAITS({ code: warning.code, lifting: waiting.code })
    const pack = packs.find(warning.hazard)
    if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard: warning.hazard })
    const { hazard, level, areas, urgency, certainty } = warning
    const [onset, expires] = [tx.now, new Date(tx.now.getTime() + LIFTING_VALID_MS)]
    const lifting = await insertWarning(tx.db, {
      id: newId(),
      kind: "lifting",
      state: "submitted",
      hazard,
      level,
      areas,
      shapes: warning.shapes,
      texts: texts ?? fillTexts(pack.warning.levels[level].lifted, { areas, level, onset, expires, city, timeZone }),
      // What they show says that the danger is there.
      resources: [],
      urgency,
      certainty,
      onset,
      expires,
      because: id,
      follows: id,
      createdAt: tx.now,
      author,
      ...unsent,
      mode: warning.mode,
      original: warning.original,
      submittedAt: tx.now,
    })
    assertNoMusts(context, lifting, tx.now)
    await tryMessage(context, { db: tx.db, now: tx.now }, lifting, outlines)
    const entry = { module: "warn", record: lifting.id, actor, retention: "staff-action", body: { code: lifting.code } } as const
    tx.record({ ...entry, verb: "draft", because: { edge: "open", record: id } })
    tx.record({ ...entry, verb: "submit" })
    await callApprovers(tx, lifting, callable)
    return lifting
  })
}
