import { type Certainty, certainties, type PackWarning, type Urgency, urgencies } from "@holdfast/contracts"

const HOUR_MS = 3_600_000

/** How soon and how sure a warning is, and by what: keys of `coach:suggest`. */
interface Suggestion {
  readonly urgency: Urgency
  readonly certainty: Certainty
  readonly severity: PackWarning["levels"]["red"]["severity"]
  readonly because: readonly ("begun" | "withinHour" | "later" | "measured" | "forecast" | "unmeasured")[]
}

/**
 * From the pack's level, the time that is left before it begins, and whether anything was measured. What has begun is as urgent as the
 * pack says, at least within the hour; what was not measured, or begins later, is likely at most.
 */
export function suggest(
  level: PackWarning["levels"]["red"],
  { onset, now, isMeasured }: { readonly onset: Date; readonly now: Date; readonly isMeasured: boolean },
): Suggestion {
  const leadMs = onset.getTime() - now.getTime()
  const ofPack = urgencies.find((one) => one === level.urgency) ?? "Expected"
  const begun = ofPack === "Future" ? "Expected" : ofPack
  const lead = leadMs <= 0 ? "begun" : leadMs <= HOUR_MS ? "withinHour" : "later"
  const urgency = { begun, withinHour: "Expected", later: "Future" } as const
  const mayBeObserved = isMeasured && lead === "begun"
  const certainty = certainties.find((one) => one === level.certainty && (mayBeObserved || one !== "Observed")) ?? "Likely"
  return {
    urgency: urgency[lead],
    certainty,
    severity: level.severity,
    because: [lead, mayBeObserved ? "measured" : isMeasured ? "forecast" : "unmeasured"],
  }
}
