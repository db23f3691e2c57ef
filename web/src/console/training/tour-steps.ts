import type { Warning } from "@holdfast/contracts"

/** The six things that a warning goes through, in order. */
export const tourSteps = ["draft", "coach", "card", "approval", "update", "lifting"] as const
export type TourStep = (typeof tourSteps)[number]

/**
 * What comes next in the tour; undefined when all is done. What was really done counts, whoever did it: in a drill of one visitor the
 * same person plays both parts. Only what can merely be read is ticked by hand.
 */
export function nextStep(warnings: readonly Pick<Warning, "kind" | "state">[], read: readonly TourStep[]): TourStep | undefined {
  const has = (...states: readonly Warning["state"][]) =>
    warnings.some(({ kind, state }) => kind === "warning" && states.includes(state))
  const wasSent = has("sent", "updated", "lifted", "expired", "sent-in-error")
  const wasSubmitted = wasSent || has("submitted")
  const done: Readonly<Record<TourStep, boolean>> = {
    draft: warnings.length > 0,
    coach: wasSubmitted || read.includes("coach"),
    card: wasSubmitted || read.includes("card"),
    approval: wasSent,
    update: has("updated"),
    lifting: has("lifted"),
  }
  return tourSteps.find((step) => !done[step])
}
