import { checkCap, readCap, toCapTime, writeCap } from "@holdfast/cap"
import type { LonLat, WarningTexts } from "@holdfast/contracts"
import { assert, newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../platform/world/index.ts"
import type { WarnContext } from "./context.ts"
import { composeCap } from "./domain/compose-cap.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { insertMessage, listMessagesOf } from "./store/message-store.ts"

export type Outlines = ReadonlyMap<string, readonly (readonly (readonly LonLat[])[])[]>

/** Unique in every world and for ever; people find code and time in it. */
export function newIdentifier(code: string, at: Date): string {
  return `${code}.${at.toISOString().slice(0, 19).replaceAll(/\D/g, "")}.${newId().slice(0, 8)}`
}

/** Writes the CAP message and stores it byte for byte. What goes out breaks no rule of ours, or the transaction ends here. */
export async function freezeMessage(
  context: WarnContext,
  tx: WorldTransaction,
  warning: StoredWarning,
  occasion: {
    readonly identifier: string
    readonly msgType: "Alert" | "Update" | "Cancel"
    readonly purpose: "warn" | "lift" | "retract"
    readonly texts: WarningTexts
    /** Warnings that it updates or cancels: it refers to every message of theirs. */
    readonly refersTo: readonly string[]
    readonly outlines: Outlines
  },
): Promise<void> {
  const pack = context.packs.find(warning.hazard)
  if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard: warning.hazard })
  const { world, sender, city, timeZone, publicUrl } = context
  const earlier = await listMessagesOf(tx.db, occasion.refersTo)
  const references = earlier.map((message) => ({
    sender: message.sender,
    identifier: message.identifier,
    sent: toCapTime(message.sentAt, timeZone),
  }))
  const issuer = { sender, city, timeZone, publicUrl, isLive: world.kind === "live" }
  const xml = writeCap(composeCap(warning, pack.warning, issuer, { ...occasion, sentAt: tx.now, references }))
  const reading = readCap(xml)
  const errors = reading.ok ? checkCap(reading.alert).filter(({ level }) => level === "error") : reading.findings
  assert(errors.length === 0, `a CAP message of ours breaks ${errors.map(({ rule, path }) => `${rule} at ${path}`).join(", ")}`)
  const { identifier, msgType } = occasion
  await insertMessage(tx.db, { identifier, warning: warning.id, msgType, sentAt: tx.now, sender, xml })
}
