import { type LonLat, RETRACT_WITHIN_MIN } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import { advance, existing, withAccount } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { isRetractable, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { freezeMessage, newIdentifier } from "./freeze-message.ts"
import { findWarning, lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Takes back what was sent in error: one person, within 60 minutes of sending, with the text that was prepared then and in the
 * same places. Afterwards only a lifting ends it. Throws `WARN_TOO_LATE`.
 */
export async function retractWarning(context: WarnContext, actor: Actor, id: string): Promise<StoredWarning> {
  withAccount(actor)
  const asked = existing(await findWarning(context.world.db.query, id), id)
  const outlines = new Map(
    await Promise.all(
      asked.areas.map(async (area) => [area.id, (await context.places.outline([area.id])) as LonLat[][][]] as const),
    ),
  )
  return context.world.transact(async (tx) => {
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
      outlines,
    })
    tx.record({
      module: "warn",
      verb: "retract",
      record: id,
      actor,
      retention: "public-warning",
      body: { code: warning.code, identifier },
    })
    return retracted
  })
}
