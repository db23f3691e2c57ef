import type { Actor, NewEntry } from "../../platform/log/index.ts"
import { advance } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { prepareRetraction } from "./domain/retraction.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { newIdentifier } from "./freeze-message.ts"

/** What waits, as it goes out at `now`: approved and sent in one step, with the text for the case that it was in error. Throws as `advance`. */
export function readyToSend(
  { timeZone }: Pick<WarnContext, "timeZone">,
  waiting: StoredWarning,
  { approver, now }: { readonly approver: StoredWarning["approver"]; readonly now: Date },
): StoredWarning {
  const approved: StoredWarning = { ...waiting, state: advance(waiting, "approve"), approver }
  return {
    ...approved,
    state: advance(approved, "send"),
    sentAt: now,
    identifier: newIdentifier(waiting.code, now),
    retraction: prepareRetraction(waiting, now, timeZone),
  }
}

/** How a warning that was sent stands in the log. */
export function sendEntry(actor: Actor, sent: StoredWarning, because: string | null): NewEntry {
  return {
    module: "warn",
    verb: "send",
    record: sent.id,
    because: because ? { edge: "open", record: because } : undefined,
    actor,
    retention: "public-warning",
    body: { code: sent.code, identifier: sent.identifier!, level: sent.level, areas: sent.areas.map(({ id }) => id) },
  }
}
