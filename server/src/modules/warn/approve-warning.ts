import type { Actor } from "../../platform/log/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { advance, assertNoMusts, existing, withAccount } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import { replacedBy, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { freezeMessage } from "./freeze-message.ts"
import { overtakeLiftings } from "./overtake-liftings.ts"
import { readOutlines } from "./read-outlines.ts"
import { readyToSend, sendEntry } from "./ready-to-send.ts"
import { assertRead } from "./show-warnings.ts"
import { findWarning, lockInForce, lockSending, lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Approves and sends in one step: the CAP message is frozen, and what the new warning takes the place of is marked as updated.
 * For a lifting it ends the warning that the lifting follows. Throws `WARN_OWN_WARNING` for the author, and `WARN_CHANGED` when it
 * is not the version that the approver read.
 */
export async function approveWarning(context: WarnContext, actor: Actor, id: string, version: string): Promise<StoredWarning> {
  const approver = withAccount(actor)
  const outlines = await readOutlines(context, existing(await findWarning(context.world.db.query, id), id))
  return context.world.transact(async (tx) => {
    await lockSending(tx.db)
    const warning = existing(await lockWarning(tx.db, id), id)
    if (warning.author.account === approver.account) throw warnErrors.OWN_WARNING({ code: warning.code })
    const ready = readyToSend(context, warning, { approver, now: tx.now })
    const inForce = warning.kind === "warning" ? await lockInForce(tx.db, warning.hazard) : []
    const still = inForce.filter(({ expires }) => expires > tx.now)
    assertRead(context, warning, still, version)
    // Changed between the reading of the outlines and the lock, and back again: the version is the same, the areas are not.
    if (!ready.areas.every((area) => outlines.has(area.id))) throw warnErrors.CHANGED({ code: warning.code })
    assertNoMusts(ready, tx.now)
    tx.record({ module: "warn", verb: "approve", record: id, actor, retention: "staff-action", body: { code: warning.code } })
    return ready.kind === "lifting"
      ? lift(context, tx, actor, ready, outlines)
      : send(context, tx, actor, ready, { outlines, replaced: replacedBy(ready, still) })
  })
}

async function send(
  context: WarnContext,
  tx: WorldTransaction,
  actor: Actor,
  ready: StoredWarning,
  { outlines, replaced }: { readonly outlines: Outlines; readonly replaced: readonly StoredWarning[] },
): Promise<StoredWarning> {
  const sent: StoredWarning = { ...ready, follows: replaced.at(-1)?.id ?? null }
  await updateWarning(tx.db, sent)
  await freezeMessage(context, tx, sent, {
    identifier: sent.identifier!,
    msgType: replaced.length > 0 ? "Update" : "Alert",
    purpose: "warn",
    texts: sent.texts,
    refersTo: replaced.map((other) => other.id),
    outlines,
    page: sent.code,
  })
  tx.record(sendEntry(actor, sent, sent.because))
  for (const other of replaced) {
    await updateWarning(tx.db, { ...other, state: advance(other, "update"), endedAt: tx.now, replacedBy: sent.id })
    await overtakeLiftings(tx, actor, other, "updated")
    tx.record({
      module: "warn",
      verb: "update",
      record: other.id,
      actor,
      retention: "public-warning",
      body: { code: other.code, replacedBy: sent.code },
    })
  }
  return sent
}

async function lift(
  context: WarnContext,
  tx: WorldTransaction,
  actor: Actor,
  ready: StoredWarning,
  outlines: Outlines,
): Promise<StoredWarning> {
  const ended = existing(await lockWarning(tx.db, ready.follows!), ready.follows!)
  const lifting: StoredWarning = { ...ready, state: advance(ready, "lift"), endedAt: tx.now }
  await updateWarning(tx.db, { ...ended, state: advance(ended, "lift"), endedAt: tx.now })
  await updateWarning(tx.db, lifting)
  await freezeMessage(context, tx, lifting, {
    identifier: lifting.identifier!,
    // A receiver shows an update; a cancellation only takes the old message away, and nobody would hear that it is over.
    msgType: "Update",
    purpose: "lift",
    texts: lifting.texts,
    refersTo: [ended.id],
    outlines,
    page: ended.code,
  })
  tx.record({
    module: "warn",
    verb: "lift",
    record: ended.id,
    actor,
    retention: "public-warning",
    body: { code: ended.code, lifting: lifting.code, identifier: lifting.identifier! },
  })
  return lifting
}
