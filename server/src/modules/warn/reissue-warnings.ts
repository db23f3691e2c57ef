import { newId } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import type { Actor } from "../../platform/log/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import type { WarnContext } from "./context.ts"
import { latestOf } from "./correct-warning.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import { comeBack, type StoredWarning, unsent } from "./domain/warning.ts"
import { freezeMessage } from "./freeze-message.ts"
import { readyToSend, sendEntry } from "./ready-to-send.ts"
import { copyGround, readGrounds } from "./shapes/index.ts"
import { listCorrections } from "./store/correction-store.ts"
import { insertWarning, listReplacedBy, listWarningsInForce, updateWarning } from "./store/warning-store.ts"

/** What would be in force again if this one were taken back as sent in error at `now`; oldest first. */
export async function listComingBack(db: Kysely<unknown>, retracted: StoredWarning, now: Date): Promise<StoredWarning[]> {
  // One that is itself in force again stands for the first of its kind, and for what that one had replaced.
  const by = [retracted.id, retracted.reissues].filter((id) => id !== null)
  const inForce = (await listWarningsInForce(db, now)).filter(({ id }) => id !== retracted.id)
  const replaced = await listReplacedBy(db, by)
  return comeBack(replaced, { inForce, grounds: await readGrounds(db, inForce, replaced), now })
}

/**
 * Sends again what a retracted warning had taken the place of, so that a mistake never leaves people without the warning that they
 * had: a record of its own with the same content, as it was corrected, and the same two people behind it, on the word of who retracts.
 * Who had got the first, or what is taken back, gets it too, also at an hour at which they want no new warning. Receivers ended the
 * first message when its update came, and the update is cancelled, so this is a new `Alert` that refers to nothing (CAP 1.2, 3.2.1).
 */
export async function reissue(
  context: WarnContext,
  tx: WorldTransaction,
  actor: Actor,
  { first, retracted, outlines }: { first: StoredWarning; retracted: StoredWarning; outlines: Outlines },
): Promise<StoredWarning> {
  const waiting = await insertWarning(tx.db, {
    ...first,
    ...unsent,
    texts: latestOf(await listCorrections(tx.db, [first.id]))?.texts ?? first.texts,
    id: newId(),
    state: "submitted",
    follows: retracted.id,
    createdAt: tx.now,
    reissues: first.reissues ?? first.id,
    submittedAt: tx.now,
    basis: first.basis,
    standing: first.standing,
    alone: first.alone,
  })
  await copyGround(tx.db, { from: first.id, to: waiting.id })
  const sent = readyToSend(context, waiting, { approver: first.approver, now: tx.now })
  await updateWarning(tx.db, sent)
  await freezeMessage(context, tx, sent, {
    identifier: sent.identifier!,
    msgType: "Alert",
    purpose: "reissue",
    texts: sent.texts,
    refersTo: [],
    goesOn: [first.id, retracted.id],
    outlines,
    page: sent.code,
  })
  tx.record({
    module: "warn",
    verb: "reissue",
    record: sent.id,
    because: { edge: "open", record: retracted.id },
    actor,
    retention: "public-warning",
    body: { code: sent.code, reissues: first.code, retracted: retracted.code },
  })
  tx.record(sendEntry(actor, sent, first.id))
  return sent
}
