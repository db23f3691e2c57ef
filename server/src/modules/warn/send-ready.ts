import type { Actor } from "../../platform/log/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { advance, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { Outlines } from "./domain/compose-cap.ts"
import { replacedBy, type StoredWarning } from "./domain/warning.ts"
import { freezeMessage } from "./freeze-message.ts"
import { overtakeLiftings } from "./overtake-liftings.ts"
import { sendEntry } from "./ready-to-send.ts"
import { readGrounds } from "./shapes/index.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Sends what is ready: its CAP message is frozen. A warning takes the place of those in force that it covers; a lifting ends the one
 * that it follows.
 *
 * @param still what is in force at this moment, locked
 */
export async function sendReady(
  context: WarnContext,
  tx: WorldTransaction,
  actor: Actor,
  ready: StoredWarning,
  { outlines, still }: { readonly outlines: Outlines; readonly still: readonly StoredWarning[] },
): Promise<StoredWarning> {
  return ready.kind === "lifting"
    ? lift(context, tx, actor, ready, outlines)
    : send(context, tx, actor, ready, { outlines, replaced: replacedBy(ready, still, await readGrounds(tx.db, [ready], still)) })
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
