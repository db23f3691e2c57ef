import type { Outcome } from "./plug-in.ts"

/** Why something was not delivered, as the ledger keeps it and `channels:reason.*` says it. Never words of a receiver: they may name people. */
export type DeliveryReason =
  | "address"
  | "content"
  | "failed"
  | "not-authorized"
  | "not-public"
  | "no-connection"
  | "refused"
  | "server-error"
  | "throttled"
  | "timed-out"
  | "unanswered"

const GONE: readonly number[] = [404, 410]
const NOT_AUTHORIZED: readonly number[] = [401, 403, 407]
const LATER: readonly number[] = [408, 425, 429, 503]

/** What an HTTP status that is no success means. `gone` is for addresses that are themselves what was asked for. */
export function failedStatus(
  status: number,
  { afterMs, addressed = false }: { readonly afterMs?: number | undefined; readonly addressed?: boolean } = {},
): Outcome {
  const wait = afterMs === undefined ? {} : { afterMs }
  if (addressed && GONE.includes(status)) return { result: "refused", reason: "address", gone: true }
  if (LATER.includes(status)) return { result: "retry", reason: "throttled", ...wait }
  if (status >= 500) return { result: "retry", reason: "server-error", ...wait }
  // What a subscription is not for stays so; what a gateway does not let in may be mended in its settings while the message waits.
  if (NOT_AUTHORIZED.includes(status)) return { result: addressed ? "refused" : "retry", reason: "not-authorized" }
  return { result: "refused", reason: status === 413 ? "content" : "refused" }
}

/**
 * What kept a message from being handed over at all. It may have arrived all the same, so it is tried again under its key. *failed* is
 * what is no failure of the line: a mistake of ours, or of the plug-in.
 */
export function failedConnection(error: unknown): Outcome {
  const { name, code, cause } = error as { readonly name?: string; readonly code?: string; readonly cause?: { code?: string } }
  const line = code ?? cause?.code
  if (line === "NOT_PUBLIC") return { result: "refused", reason: "not-public" }
  if (name === "TimeoutError" || name === "AbortError" || line === "ETIMEDOUT") return { result: "retry", reason: "timed-out" }
  // `fetch` says only that it failed when an answer breaks off.
  const isLine = line !== undefined || (error instanceof TypeError && /fetch failed|terminated/.test(error.message))
  return { result: "retry", reason: isLine ? "no-connection" : "failed" }
}
