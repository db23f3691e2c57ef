import { RETRACT_WITHIN_MIN } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import { advance, existing, withAccount } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { isRetractable, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { freezeMessage, newIdentifier } from "./freeze-message.ts"
import { overtakeLiftings } from "./overtake-liftings.ts"
import { readOutlines } from "./read-outlines.ts"
import { listComingBack, reissue } from "./reissue-warnings.ts"
import { findWarning, lockSending, lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Takes back what was sent in error: one person, within 60 minutes of sending, with the text that was prepared then and in the
 * same places. What it had taken the place of is in force again. Afterwards only a lifting ends it. Throws `WARN_TOO_LATE`.
 */
export async function retractWarning(context: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  withAccount(actor)
  const { world } = context
  const asked = existing(await findWarning(world.db.query, id), id)
  const mayComeBack = await listComingBack(world.db.query, asked, world.clock.now())
  const outlines = await Promise.all(
    [asked, ...mayComeBack].map(async (one) => [one.id, await readOutlines(context, one)] as const),
  )
  const outlinesOf = new Map(outlines)
  return world.transact(async (tx) => {
    await lockSending(tx.db)
    const warning = existing(await lockWarning(tx.db, id), id)
    const retracted: StoredWarning = { ...warning, state: advance(warning, "retract"), endedAt: tx.now }
    if (!isRetractable(warning.sentAt!, tx.now)) throw warnErrors.TOO_LATE({ code: warning.code, minutes: RETRACT_WITHIN_MIN })
    await updateWarning(tx.db, retracted)
    const identifier = newIdentifier(warning.code, tx.now)
    await freezeMessage(context, tx, warning, {
      identifier,
      msgType: "Cancel",
      purpose: "retract",
      texts: warning.retraction!,
      refersTo: [id],
      outlines: outlinesOf.get(id)!,
      page: warning.code,
    })
    const again: string[] = []
    // Before the retraction in the log, so that the incident goes on: it never was without a warning.
    for (const first of await listComingBack(tx.db, retracted, tx.now)) {
      // Another sending ended meanwhile what stood in its way: rare, and told rather than guessed.
      const own = outlinesOf.get(first.id)
      if (!own) throw warnErrors.CHANGED({ code: warning.code })
      again.push((await reissue(context, tx, actor, { first, retracted, outlines: own })).code)
    }
    await overtakeLiftings(tx, actor, retracted, "retracted")
    tx.record({
      module: "warn",
      verb: "retract",
      record: id,
      actor,
      retention: "public-warning",
      body: { code: warning.code, identifier, again },
    })
    return retracted
  })
}
