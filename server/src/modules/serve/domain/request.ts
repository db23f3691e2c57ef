import type { requestCategories, requestStates } from "@holdfast/contracts"

export type Category = (typeof requestCategories)[number]
export type RequestState = (typeof requestStates)[number]

export const PLACE_MAX = 200
export const DESCRIPTION_MAX = 2_000
export const CONTACT_MAX = 100

/** A report as this module holds it; the contact is elsewhere, and the code is nowhere. */
export interface ServiceRequest {
  readonly id: string
  readonly category: Category
  /** Id in the area tree, when the reporter chose one. */
  readonly area: string | null
  readonly place: string
  readonly description: string
  readonly photo: string | null
  readonly state: RequestState
  readonly receivedAt: Date
  readonly dueAt: Date
  readonly answer: string | null
  readonly answeredAt: Date | null
  readonly closedAt: Date | null
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Within which time a problem of this kind is answered: what can kill comes first. */
export const answerWithinMs: Record<Category, number> = {
  "gas-smell": 30 * MINUTE_MS,
  "power-line": HOUR_MS,
  "flooded-underpass": HOUR_MS,
  "flooded-road": 2 * HOUR_MS,
  "fallen-tree": 4 * HOUR_MS,
  "road-damage": 3 * DAY_MS,
  "street-light": 5 * DAY_MS,
  "other-thing": 5 * DAY_MS,
}

export function dueAt(category: Category, receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + answerWithinMs[category])
}

const further: Record<RequestState, readonly RequestState[]> = {
  received: ["accepted", "solved", "closed"],
  accepted: ["solved", "closed"],
  solved: ["closed"],
  closed: [],
}

/** A request only goes forward: of two who answer alike at once, the second is told. */
export function mayBecome(from: RequestState, to: RequestState): boolean {
  return further[from].includes(to)
}

export function isFinished(state: RequestState): boolean {
  return state === "solved" || state === "closed"
}

const CONTACT_DAYS = 30
const TEXT_DAYS = 365
/** A form lives for a day; two leave no gap between two sweeps. */
const WITHDRAWN_DAYS = 2
/** What was reported longer ago is hardly the same thing. */
const ALIKE_DAYS = 7

/** From when on a report of the same kind and place may be the same. */
export function alikeSince(now: Date): Date {
  return new Date(now.getTime() - ALIKE_DAYS * DAY_MS)
}

/** Before which closing a contact, before which receipt a whole request, and before which day a deleted code is forgotten. */
export function forgetBefore(now: Date): { readonly closed: Date; readonly received: Date; readonly withdrawn: Date } {
  return {
    withdrawn: new Date(now.getTime() - WITHDRAWN_DAYS * DAY_MS),
    closed: new Date(now.getTime() - CONTACT_DAYS * DAY_MS),
    received: new Date(now.getTime() - TEXT_DAYS * DAY_MS),
  }
}
