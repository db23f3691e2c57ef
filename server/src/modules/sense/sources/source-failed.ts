import { type SourceFailureCode, type sourceFailures } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"

type FailureValues<C extends SourceFailureCode> = { readonly [Name in (typeof sourceFailures)[C][number]]: string | number }

/** What is shown of a failure: its code with the values that its words need. */
export interface SourceFailure {
  readonly code: SourceFailureCode
  readonly values: Readonly<Record<string, string | number>>
}

/** A source did not answer as it should, in a way that has words. */
export class SourceFailed<C extends SourceFailureCode> extends Error {
  readonly failure: SourceFailure

  constructor(code: C, values: FailureValues<C>, cause?: unknown) {
    super(code, { cause })
    this.failure = { code, values }
  }
}

/** What is said of an error, in no language. Its own sentence is in one, and may hold what a stranger wrote. */
export function failureOf(error: unknown): SourceFailure {
  if (error instanceof SourceFailed) return error.failure
  const code = codeOf(error)
  if (certificateCodes.test(code)) return { code: "certificate", values: { code } }
  const known = byCode[code]
  return known ? { code: known, values: {} } : { code: "other", values: { code } }
}

/** What came could not be kept on our side; it is tried again. */
export function notStored(error: unknown): SourceFailed<"not-stored"> {
  return new SourceFailed("not-stored", { code: codeOf(error) }, error)
}

/** The code of the system, the library, or ours, which is no sentence; the kind of error without one. */
export function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  if (!(error instanceof Error)) return typeof error
  // Their numbers are of an old list, in which a name says more.
  if (error instanceof DOMException) return error.name
  // `fetch` says "fetch failed" and keeps why in `cause`.
  if ("code" in error && (typeof error.code === "number" || (typeof error.code === "string" && error.code !== "")))
    return String(error.code)
  return error.cause instanceof Error ? codeOf(error.cause) : error.name
}

const certificateCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY))/

const byCode: Readonly<
  Record<string, "host-unknown" | "host-refuses" | "host-unreachable" | "connection-lost" | "timed-out" | "broker-sign-in">
> = {
  ...{ ENOTFOUND: "host-unknown", EAI_AGAIN: "host-unknown", ECONNREFUSED: "host-refuses" },
  ...{ EHOSTUNREACH: "host-unreachable", ENETUNREACH: "host-unreachable" },
  ...{ ECONNRESET: "connection-lost", EPIPE: "connection-lost", UND_ERR_SOCKET: "connection-lost" },
  ...{ ETIMEDOUT: "timed-out", TimeoutError: "timed-out", UND_ERR_CONNECT_TIMEOUT: "timed-out" },
  // Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3): the name or the secret is wrong, or it may not connect.
  ...{ 4: "broker-sign-in", 5: "broker-sign-in" },
}
