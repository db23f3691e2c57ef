import type { OutsideAlert } from "@holdfast/contracts"
import type { NewAlert } from "./new-alert.ts"

/** A message that is about another one. */
export interface Later {
  readonly chain: string
  readonly act: NewAlert["act"]
  readonly sent: Date
}

/**
 * What a message is now, whichever order it and what is about it came in: ended by the first that was sent about it, unless it had
 * expired by then. What ends others tells of nothing itself.
 *
 * @param later in the order in which they were sent
 */
export function stateOf(
  { act, expires }: Pick<NewAlert, "act" | "expires">,
  later: readonly Later[],
  now: Date,
): OutsideAlert["state"] {
  if (act === "end") return "cancelled"
  const isOver = expires <= now
  const ender = later.find(({ sent }) => !isOver || sent <= expires)
  if (ender) return ender.act === "end" ? "cancelled" : "replaced"
  return isOver ? "expired" : "in-force"
}
