import { signCap } from "@holdfast/cap"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { composeMessage, type MessageOccasion } from "./compose-message.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { signerOf } from "./signing/index.ts"
import { insertMessage } from "./store/message-store.ts"

/** Unique in every world and for ever; people find code and time in it. */
export function newIdentifier(code: string, at: Date): string {
  return `${code}.${at.toISOString().slice(0, 19).replaceAll(/\D/g, "")}.${newId().slice(0, 8)}`
}

/** Writes the CAP message, signs it, and stores it byte for byte, and with it what is to go out by which channels. What goes out breaks no rule of ours, or the transaction ends here. */
export async function freezeMessage(
  context: WarnContext,
  tx: WorldTransaction,
  warning: StoredWarning,
  occasion: MessageOccasion,
): Promise<void> {
  const written = await composeMessage(context, { db: tx.db, sentAt: tx.now }, warning, occasion)
  const xml = await signCap(written, signerOf(context.world))
  const { identifier, msgType } = occasion
  await insertMessage(tx.db, { identifier, warning: warning.id, msgType, sentAt: tx.now, sender: context.sender, xml })
  // A slip of the pen that is mended is not announced again: page and feed say it, and nobody is called.
  if (occasion.purpose !== "correct") await context.channels?.writeOrder(tx, warning, occasion)
}
