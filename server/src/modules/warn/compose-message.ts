import { CapNotWritten, type CapXml, toCapTime, writeCap } from "@holdfast/cap"
import type { WarningTexts } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import type { WarnContext } from "./context.ts"
import { type CapOccasion, composeCap, type Outlines } from "./domain/compose-cap.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { listMessagesOf } from "./store/message-store.ts"

/** What a message is about, and what it says. */
export interface MessageOccasion {
  readonly identifier: string
  readonly msgType: CapOccasion["msgType"]
  readonly purpose: CapOccasion["purpose"]
  readonly texts: WarningTexts
  /** Warnings that it updates or cancels: it refers to every message of theirs. */
  readonly refersTo: readonly string[]
  /** Warnings whose event it goes on with and whose recipients get it too, where it refers to none of their messages. */
  readonly goesOn?: readonly string[]
  readonly outlines: Outlines
  readonly page: string
}

/** The CAP message as it goes out at `sentAt`. Throws `WARN_NOT_SENDABLE` for one that breaks a rule, with the rule and the place. */
export async function composeMessage(
  context: WarnContext,
  { db, sentAt }: { readonly db: Kysely<unknown>; readonly sentAt: Date },
  warning: StoredWarning,
  occasion: MessageOccasion,
): Promise<CapXml> {
  const pack = context.packs.find(warning.hazard)
  if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard: warning.hazard })
  const { world, sender, city, timeZone, publicUrl } = context
  const earlier = await listMessagesOf(db, occasion.refersTo)
  const references = earlier.map((message) => ({
    sender: message.sender,
    identifier: message.identifier,
    sent: toCapTime(message.sentAt, timeZone),
  }))
  const issuer = { sender, city, timeZone, publicUrl, isLive: world.kind === "live" }
  try {
    return writeCap(composeCap(warning, pack.warning, issuer, { ...occasion, sentAt, references }))
  } catch (error) {
    if (!(error instanceof CapNotWritten)) throw error
    throw warnErrors.NOT_SENDABLE({ code: warning.code, reason: error.message })
  }
}
