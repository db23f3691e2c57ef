import { type AirPlan, type Standard, standards } from "@holdfast/air"
import type { StandardChoice } from "./air-days.ts"
import type { ForecastBasis } from "./air-warnings.ts"
import { replayErrors } from "./errors.ts"

/** As they come from the command line. */
export interface ReplayOptions {
  /** A year such as `2012`, a full name such as `HJ 633-2026`, or `by-date`. */
  readonly standard?: string | undefined
  /** The id of a plan, its year, or `by-date`. */
  readonly plan?: string | undefined
  readonly basis?: string | undefined
  readonly jurisdiction?: string | undefined
}

export interface ChosenOptions {
  readonly standard: StandardChoice
  readonly plan: AirPlan | undefined
  readonly basis: ForecastBasis
  readonly jurisdiction: string
}

const BY_DATE = "by-date"
const bases = ["hindsight", "persistence"] as const

/** Throws `PACKS_REPLAY_OPTION_UNKNOWN` with what there is to choose from. */
export function chooseOptions(given: ReplayOptions, plans: readonly AirPlan[], jurisdictions: readonly string[]): ChosenOptions {
  const jurisdiction = pick("--jurisdiction", given.jurisdiction ?? "beijing", jurisdictions, (name, wanted) => name === wanted)
  return {
    standard: isByDate(given.standard) ? BY_DATE : pick("--standard", given.standard, standards, namesStandard),
    plan: isByDate(given.plan) ? undefined : choosePlan(given.plan, jurisdiction, plans),
    basis: pick("--basis", given.basis ?? "hindsight", bases, (name, wanted) => name === wanted),
    jurisdiction,
  }
}

function isByDate(given: string | undefined): given is undefined {
  return given === undefined || given === BY_DATE
}

function choosePlan(given: string, jurisdiction: string, plans: readonly AirPlan[]): AirPlan {
  const ids = plans.map(({ id }) => id)
  const id = pick("--plan", given, ids, (name, wanted) => name === wanted || name === `${jurisdiction}-${wanted}`)
  return plans.find((plan) => plan.id === id)!
}

/** `2012`, `633-2012`, `HJ633-2012`, and `HJ 633-2012` are the same. */
function namesStandard(standard: Standard, wanted: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "")
  return wanted.length >= 4 && bare(standard).endsWith(bare(wanted))
}

function pick<T extends string>(name: string, wanted: string, known: readonly T[], fits: (one: T, wanted: string) => boolean): T {
  const found = known.find((one) => fits(one, wanted))
  if (!found)
    throw replayErrors.REPLAY_OPTION_UNKNOWN({ name, value: wanted, known: [...known, ""].join(", ").replace(/, $/, "") })
  return found
}
