import type { lifelines, outageStates } from "@holdfast/contracts"
import { assert } from "@holdfast/kernel"

export type Lifeline = (typeof lifelines)[number]
export type OutageState = (typeof outageStates)[number]

/** One count that somebody checked: households without the service from `at` on. */
export interface Check {
  readonly at: Date
  readonly households: number
  readonly role: string
}

export interface Outage {
  readonly id: string
  readonly number: number
  readonly lifeline: Lifeline
  /** Id in the area tree. */
  readonly area: string
  readonly state: OutageState
  readonly startedAt: Date
  readonly restoredAt: Date | null
  readonly because: string | null
  /** By time; never empty. */
  readonly checks: readonly Check[]
}

/** How people call it, such as `O-7`. */
export function outageCode(number: number): string {
  return `O-${number}`
}

/**
 * The state that a new count gives: nobody left is *to be confirmed*, because only the residents and a second look know whether it
 * is back; fewer than the most so far is *partly restored*; otherwise *out*.
 */
export function stateAfter(households: number, mostSoFar: number): OutageState {
  if (households === 0) return "to-be-confirmed"
  return households < mostSoFar ? "partly-restored" : "out"
}

export function mostHouseholds(checks: readonly Check[]): number {
  return Math.max(0, ...checks.map(({ households }) => households))
}

export function lastCheck(outage: Outage): Check {
  const last = outage.checks.at(-1)
  assert(last, "an outage has no check")
  return last
}
