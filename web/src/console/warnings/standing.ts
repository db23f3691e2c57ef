import type { Warning } from "@holdfast/contracts"
import type { MarkForm, MarkLevel } from "../../ui/level-mark/level-mark.tsx"

/** Whether people should act on it now. A warning past its end is over even before the server's sweep says so. */
export function isInForce(warning: Warning, now: Date): boolean {
  return warning.kind === "warning" && warning.state === "sent" && Date.parse(warning.expires) > now.getTime()
}

/** Whether it waits for somebody else than its author. */
export function needsApproval(warning: Warning): boolean {
  return warning.state === "submitted" && !warning.mine
}

/** Written, and not sent yet. */
export function isBeingWritten({ state }: Warning): boolean {
  return state === "draft" || state === "submitted" || state === "approved"
}

/** How its mark is drawn: dashed while written, filled while in force, the ring when it is over and for what says so. */
export function markOf(warning: Warning, now: Date): { level: MarkLevel; form: MarkForm } {
  // Never sent: nothing was lifted, and nobody was warned.
  if (warning.state === "discarded") return { level: warning.level, form: "draft" }
  if (warning.kind === "lifting") return { level: "lifted", form: "in-force" }
  if (isInForce(warning, now)) return { level: warning.level, form: "in-force" }
  if (isBeingWritten(warning)) return { level: warning.level, form: "draft" }
  return { level: "lifted", form: "in-force" }
}

/** The parts of the list: what waits for a person, what is in force, what is being written, what is over. */
export function sortWarnings(warnings: readonly Warning[], now: Date) {
  const newestFirst = warnings.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  const inForce = newestFirst.filter((warning) => isInForce(warning, now))
  const waiting = newestFirst.filter(needsApproval)
  const writing = newestFirst.filter((warning) => isBeingWritten(warning) && !needsApproval(warning))
  const taken = new Set([...inForce, ...waiting, ...writing])
  return { waiting, inForce, writing, over: newestFirst.filter((warning) => !taken.has(warning)) }
}
