import type { Warning } from "@holdfast/contracts"

export type WarningState = Warning["state"]

/** Everything that can happen to a warning. */
export const warningEvents = [
  "edit",
  "submit",
  "withdraw",
  "discard",
  "overtake",
  "reject",
  "approve",
  "send",
  "update",
  "lift",
  "expire",
  "retract",
] as const
export type WarningEvent = (typeof warningEvents)[number]

/**
 * The life of a warning, cell by cell: what comes after which event, and `null` where an event cannot happen. *approved* is
 * passed through inside the transaction that sends. *overtake* is for a lifting whose warning ended while it waited. After an end
 * nothing follows.
 */
export const nextState: Readonly<Record<WarningState, Readonly<Record<WarningEvent, WarningState | null>>>> = {
  draft: { ...nothing(), edit: "draft", submit: "submitted", discard: "discarded", overtake: "discarded" },
  submitted: { ...nothing(), withdraw: "draft", overtake: "discarded", reject: "draft", approve: "approved" },
  discarded: nothing(),
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
    withdraw: null,
    discard: null,
    overtake: null,
    reject: null,
    approve: null,
    send: null,
    update: null,
    lift: null,
    expire: null,
    retract: null,
  }
}
