export const HOUR_MS = 60 * 60_000
/** How long after its end an hour is waited for: most devices that were cut off for a moment have sent by then. */
const GRACE_MS = 10 * 60_000

/** Hours that end by this time are settled: what comes for them later is the exception. */
export function settledUntilMs(nowMs: number): number {
  return floorHourMs(nowMs - GRACE_MS)
}

export function floorHourMs(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}
