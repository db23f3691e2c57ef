import type { AreaRef, Level, PackPlan } from "@holdfast/contracts"
import { type Incident, isHigher, overlap, plansFor } from "./incident.ts"

const HOUR_MS = 3_600_000

/**
 * The open incident that a warning belongs to; undefined when it begins an event of its own.
 *
 * @param open incidents of the warning's hazard that are not closed, oldest first
 * @param eventHours how long such an event may pause: a storm is one event wherever in the city it rains, until this many hours
 * passed without any warning of it in force. Undefined for hazards of a place, such as a gas leak: two that do not touch are two.
 */
export function findEvent(
  open: readonly Incident[],
  { areas, sentAt }: { readonly areas: readonly AreaRef[]; readonly sentAt: Date },
  eventHours: number | undefined,
): Incident | undefined {
  if (eventHours === undefined) return open.find((incident) => overlap(incident.areas, areas))
  return open.find(({ endingAt }) => endingAt === null || sentAt.getTime() - endingAt.getTime() <= eventHours * HOUR_MS)
}

/**
 * The plan that the warnings in force ask for: the one with the highest response level. Undefined when none of them opens a plan,
 * and when a level is not known: then nobody can say how high the response has to stand, and it stays as it is.
 */
export function planInForce(levels: readonly (Level | null)[], plans: readonly PackPlan[]): PackPlan | undefined {
  if (levels.includes(null)) return undefined
  return levels
    .flatMap((level) => (level === null ? [] : plansFor(level, plans).slice(0, 1)))
    .reduce<PackPlan | undefined>((best, plan) => (!best || isHigher(plan.level, best.level) ? plan : best), undefined)
}

export type LevelChange = "raise-incident" | "lower-incident"

/** What the warnings in force mean for the response level; undefined when it stays. */
export function changeOf(incident: Pick<Incident, "level">, plan: PackPlan | undefined): LevelChange | undefined {
  if (!plan || plan.level === incident.level) return undefined
  return isHigher(plan.level, incident.level) ? "raise-incident" : "lower-incident"
}
