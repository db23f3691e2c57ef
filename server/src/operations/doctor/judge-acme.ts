import type { X509Certificate } from "node:crypto"
import { type Attempt, renewAt } from "../../platform/tls/index.ts"
import { type Finding, finding } from "./finding.ts"

const DAY_MS = 86_400_000

export interface AcmeFacts {
  readonly host: string
  /** The one that was fetched last; undefined before the first. */
  readonly certificate: X509Certificate | undefined
  readonly attempt: Attempt | undefined
}

/** What the certificate by ACME needs: nothing, as a rule. */
export function judgeAcme({ host, certificate, attempt }: AcmeFacts, now: Date): Finding[] {
  const error = attempt?.error ?? undefined
  const last = attempt && error ? [{ ...finding("warning", "acmeLast", { at: attempt.at }), error }] : []
  if (!certificate) return [finding(error ? "problem" : "warning", "acmeNone", { host }), ...last]
  const renewal = renewAt(certificate)
  const values = { host, until: dayOf(new Date(certificate.validTo)), renewal: dayOf(renewal) }
  if (Date.parse(certificate.validTo) <= now.getTime()) return [finding("problem", "acmeExpired", values), ...last]
  // A running server renews within minutes; a day is for the authority that was out of reach for a night.
  const late = now.getTime() > renewal.getTime() + DAY_MS
  return [finding(late ? "warning" : "ok", late ? "acmeLate" : "acme", values), ...last]
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
