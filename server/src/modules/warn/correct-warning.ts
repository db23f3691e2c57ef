import type { WarningTexts } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { languages } from "@holdfast/words"
import type { Actor, NewEntry } from "../../platform/log/index.ts"
import { assertNoMusts, assertXml, existing, withAccount } from "./advance.ts"
import { assertEntitled, assertMode } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { findCorrectionFault } from "./domain/correction.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { freezeMessage, newIdentifier } from "./freeze-message.ts"
import { readOutlines } from "./read-outlines.ts"
import {
  approveStoredCorrection,
  dropStoredCorrection,
  insertCorrection,
  listCorrections,
  lockCorrection,
  type StoredCorrection,
} from "./store/correction-store.ts"
import { findWarning, lockSending, lockWarning } from "./store/warning-store.ts"

/**
 * Proposes to mend a slip of the pen in what was sent, without announcing it again. Throws `WARN_NO_SLIP` for what would say something
 * else, which is an update, `WARN_MUSTS` where it could not be sent like this, and `WARN_CORRECTION_WAITS`.
 */
export async function proposeCorrection(
  context: WarnContext,
  actor: Actor,
  id: string,
  texts: WarningTexts,
): Promise<StoredCorrection> {
  const proposer = withAccount(actor)
  assertXml(texts)
  const { world, places } = context
  const named = [...places.listAreas(), ...(await places.listSites({}))]
  return world.transact(async (tx) => {
    const warning = inForce(existing(await lockWarning(tx.db, id), id), tx.now)
    const said = latestOf(await listCorrections(tx.db, [id]))?.texts ?? warning.texts
    const fault = findCorrectionFault(said, texts, named)
    if (fault) throw warnErrors.NO_SLIP({ code: warning.code, fault })
    assertNoMusts(context, { ...warning, texts, written: null }, tx.now)
    const correction = { id: newId(), warning: id, texts, proposedAt: tx.now, proposer }
    if (!(await insertCorrection(tx.db, correction))) throw warnErrors.CORRECTION_WAITS({ code: warning.code })
    tx.record(entryOf("propose-correction", "staff-action", actor, warning))
    return { ...correction, approvedAt: null, identifier: null }
  })
}

/**
 * Another person approves it, with both languages read: an `Update` with a note goes into page and feed, and to nobody's phone. Throws
 * `WARN_OWN_WARNING` for who proposed it, `WARN_NOT_READ`, `WARN_MUSTS`, `WARN_CORRECTION_OVER`, and as `assertMode` and
 * `assertEntitled` what the pack does not allow who approves.
 */
export async function approveCorrection(
  context: WarnContext,
  actor: Actor,
  { warning: id, correction: asked }: { readonly warning: string; readonly correction: string },
  read: readonly string[],
): Promise<StoredWarning> {
  const approver = withAccount(actor)
  const { world } = context
  const outlines = await readOutlines(context, existing(await findWarning(world.db.query, id), id))
  return world.transact(async (tx) => {
    await lockSending(tx.db)
    const warning = inForce(existing(await lockWarning(tx.db, id), id), tx.now)
    const correction = await lockCorrection(tx.db, asked)
    if (!correction || correction.warning !== id || correction.approvedAt)
      throw warnErrors.CORRECTION_OVER({ code: warning.code })
    if (correction.proposer.account === approver.account) throw warnErrors.OWN_WARNING({ code: warning.code })
    assertEntitled(context, "approves", actor, warning)
    assertMode(context, warning)
    if (!languages.every((language) => read.includes(language))) throw warnErrors.NOT_READ({ code: warning.code })
    assertNoMusts(context, { ...warning, texts: correction.texts, written: null }, tx.now)
    const identifier = newIdentifier(warning.code, tx.now)
    await freezeMessage(context, tx, warning, {
      identifier,
      msgType: "Update",
      purpose: "correct",
      texts: correction.texts,
      refersTo: [id],
      outlines,
      page: warning.code,
    })
    await approveStoredCorrection(tx.db, { id: asked, approver, identifier, at: tx.now })
    tx.record(entryOf("correct", "public-warning", actor, warning))
    return warning
  })
}

/** Whoever may approve or write does not want it. Throws `WARN_CORRECTION_OVER`. */
export function dropCorrection(
  { world }: Pick<WarnContext, "world">,
  actor: Actor,
  { warning: id, correction: asked }: { readonly warning: string; readonly correction: string },
): Promise<StoredWarning> {
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    const correction = await lockCorrection(tx.db, asked)
    if (!correction || correction.warning !== id || correction.approvedAt)
      throw warnErrors.CORRECTION_OVER({ code: warning.code })
    await dropStoredCorrection(tx.db, asked, tx.now)
    tx.record(entryOf("drop-correction", "staff-action", actor, warning))
    return warning
  })
}

/** The newest one that counts. */
export function latestOf(corrections: readonly StoredCorrection[]): StoredCorrection | undefined {
  return corrections.findLast(({ approvedAt }) => approvedAt !== null)
}

/** Only what people are to act on is mended; what ended says how it ended. */
function inForce(warning: StoredWarning, now: Date): StoredWarning {
  if (warning.kind === "warning" && warning.state === "sent" && warning.expires > now) return warning
  throw warnErrors.STATE({ code: warning.code, state: warning.state, event: "correct" })
}

function entryOf(verb: string, retention: NewEntry["retention"], actor: Actor, { id, code }: StoredWarning): NewEntry {
  return { module: "warn", verb, record: id, actor, retention, body: { code } }
}
