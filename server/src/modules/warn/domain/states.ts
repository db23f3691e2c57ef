import type { Warning } from "@holdfast/contracts"

export type WarningState = Warning["state"]

/** Everything that can happen to a warning. */
export const warningEvents = ["edit", "submit", "reject", "approve", "send", "update", "lift", "expire", "retract"] as const
export type WarningEvent = (typeof warningEvents)[number]

/**
 * The life of a warning, cell by cell: what comes after which event, and `null` where an event cannot happen. *approved* is
 * passed through inside the transaction that sends. After an end nothing follows.
 */
export const nextState: Readonly<Record<WarningState, Readonly<Record<WarningEvent, WarningState | null>>>> = {
  draft: { ...nothing(), edit: "draft", submit: "submitted" },
  submitted: { ...nothing(), reject: "draft", approve: "approved" },
  approved: { ...nothing(), send: "sent" },
  sent: { ...nothing(), update: "updated", lift: "lifted", expire: "expired", retract: "sent-in-error" },
  updated: nothing(),
  lifted: nothing(),
  expired: nothing(),
  "sent-in-error": nothing(),
}

function nothing(): Record<WarningEvent, WarningState | null> {
  return {
    edit: null,
    submit: null,
    reject: null,
    approve: null,
    send: null,
    update: null,
    lift: null,
    expire: null,
    retract: null,
  }
}
