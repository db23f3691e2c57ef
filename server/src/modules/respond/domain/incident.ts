import { type AreaRef, type Bilingual, type Level, levels, type PackPlan, type ResponseLevel } from "@holdfast/contracts"

/** An incident as this module holds it, without its tasks. */
export interface Incident {
  readonly id: string
  readonly number: number
  readonly hazard: string
  readonly level: ResponseLevel
  readonly plan: Bilingual
  readonly areas: readonly AreaRef[]
  readonly openedAt: Date
  readonly endingAt: Date | null
  readonly closedAt: Date | null
  readonly because: string
}

/** How people call it, such as `I-12`. */
export function incidentCode(number: number): string {
  return `I-${number}`
}

const highestFirst: readonly ResponseLevel[] = ["I", "II", "III", "IV"]

export function isHigher(a: ResponseLevel, b: ResponseLevel): boolean {
  return highestFirst.indexOf(a) < highestFirst.indexOf(b)
}

/**
 * The plans that a warning of this level opens, highest response level first: those made for its own colour, or, when a pack has
 * none for it, those of the nearest lower colour. Empty when the pack plans nothing that low.
 */
export function plansFor(level: Level, plans: readonly PackPlan[]): PackPlan[] {
  const reached = levels.slice(0, levels.indexOf(level) + 1).toReversed()
  const colour = reached.find((lower) => plans.some(({ opensAt }) => opensAt === lower))
  return plans
    .filter(({ opensAt }) => opensAt === colour)
    .toSorted((a, b) => highestFirst.indexOf(a.level) - highestFirst.indexOf(b.level))
}

/** Whether two sets of areas touch: an area and one inside it do, two neighbours do not. Ids are paths of the area tree. */
export function overlap(a: readonly AreaRef[], b: readonly AreaRef[]): boolean {
  const inside = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`)
  return a.some((one) => b.some((other) => inside(one.id, other.id) || inside(other.id, one.id)))
}

/** All areas of both, each once, those that were there first in front. */
export function joinAreas(a: readonly AreaRef[], b: readonly AreaRef[]): AreaRef[] {
  return [...new Map([...a, ...b].map((area) => [area.id, area])).values()]
}
