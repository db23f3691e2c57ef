/**
 * How long the body of a log entry is kept, in days; null is for ever, and only for what can hold nothing about a person.
 * The periods are the city's promise to the people in it: see the page `/privacy`.
 */
export const retentionDays = {
  permanent: null,
  "public-warning": null,
  "staff-action": 3 * 365,
  "inspection-record": 3 * 365,
  "request-text": 365,
  "request-contact": 30,
  subscription: 365,
  session: 1,
} as const satisfies Record<string, number | null>

export type RetentionClass = keyof typeof retentionDays

const DAY_MS = 86_400_000

export function expiresAt(retention: RetentionClass, at: Date): Date | null {
  const days = retentionDays[retention]
  return days === null ? null : new Date(at.getTime() + days * DAY_MS)
}

/** Whether a body of this class, written at `writtenAt`, may already be gone at `now`. */
export function mayBeErased(rule: string, writtenAt: Date, now: Date): boolean {
  if (!(rule in retentionDays)) return false
  const due = expiresAt(rule as RetentionClass, writtenAt)
  return due !== null && due <= now
}
