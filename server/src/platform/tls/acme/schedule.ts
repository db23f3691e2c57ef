import type { X509Certificate } from "node:crypto"

const MINUTE_MS = 60_000
/** Public authorities answer five failed proofs of a name an hour, and count all of a day. */
const FIRST_RETRY_MS = 5 * MINUTE_MS
const LAST_RETRY_MS = 6 * 60 * MINUTE_MS

/** When a certificate is fetched anew: with a third of its life left, as authorities advise, however long that is. */
export function renewAt({ validFrom, validTo }: Pick<X509Certificate, "validFrom" | "validTo">): Date {
  const from = Date.parse(validFrom)
  return new Date(from + ((Date.parse(validTo) - from) * 2) / 3)
}

/** How long to wait after so many failures in a row, one or more. */
export function retryAfterMs(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
}
