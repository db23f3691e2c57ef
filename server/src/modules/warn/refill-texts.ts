import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { beginTexts, fillTexts } from "./domain/fill.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readMeasuredOf } from "./read-measured.ts"
import { findWarning, lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Writes the words of a draft anew from the pack's template, for what the draft says now: its level, areas, and times may have
 * changed since it was begun. What was written by hand is gone. Throws `WARN_PACK_NOT_FOUND`.
 */
export async function refillTexts(context: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  const { world, packs, city, timeZone } = context
  // Read before the transaction, because no transaction may wait for another module.
  const asked = existing(await findWarning(world.db.query, id), id)
  const { hazard } = asked
  const measured = await readMeasuredOf(context, asked)
  const pack = packs.find(hazard)
  if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard })
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    const state = advance(warning, "edit")
    const { texts, lifted } = pack.warning.levels[warning.level]
    const { level, areas, onset, expires } = warning
    const written = beginTexts(warning.kind === "lifting" ? lifted : texts, { measured })
    const filled: StoredWarning = {
      ...warning,
      state,
      written,
      texts: fillTexts(written, { level, areas, onset, expires, city, timeZone, measured }),
    }
    await updateWarning(tx.db, filled)
    tx.record({
      module: "warn",
      verb: "edit",
      record: id,
      actor,
      retention: "staff-action",
      body: { changed: ["texts"] },
    })
    return filled
  })
}
