/** Approvers are called one after the other, so that the second sleeps when the first answers. */
export const CALL_AFTER_MS = 90_000
export const CALLS_MAX = 3

/** When the call of a step is due, steps from 1. */
export function dueAt(submittedAt: Date, step: number): Date {
  return new Date(submittedAt.getTime() + (step - 1) * CALL_AFTER_MS)
}

/** From when nobody answered: everybody on the ladder had their time, and where there was nobody, as long. */
export function unansweredFrom(submittedAt: Date): Date {
  return dueAt(submittedAt, CALLS_MAX + 1)
}

export interface OnDuty {
  readonly account: string
  readonly role: string
  /** The area that the account stands for; null for the city. */
  readonly area: string | null
}

/**
 * Whom to call, in this order: who stands for the nearest area first, because they know the place, then those who were not called
 * for the longest time, so that it is not always the same one.
 *
 * @param lastCalled when each account was called last
 */
export function orderOfCalls<T extends OnDuty>(onDuty: readonly T[], lastCalled: ReadonlyMap<string, Date>): T[] {
  const nearness = ({ area }: T) => area?.split("/").length ?? 0
  const last = ({ account }: T) => lastCalled.get(account)?.getTime() ?? 0
  return onDuty.toSorted(
    (one, other) => nearness(other) - nearness(one) || last(one) - last(other) || (one.account < other.account ? -1 : 1),
  )
}
