/** Longer than an hour no warning waits. */
const WAIT_MAX_MS = 3_600_000

/** `Retry-After` (RFC 9110, 10.2.3) as milliseconds from now, at most an hour; undefined when it says nothing. */
export function readRetryAfter(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : new Date(header).getTime() - now.getTime()
  return Number.isNaN(waitMs) ? undefined : Math.min(WAIT_MAX_MS, Math.max(0, waitMs))
}
