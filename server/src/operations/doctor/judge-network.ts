import type { X509Certificate } from "node:crypto"
import net from "node:net"
import { AppError } from "@holdfast/kernel"
import type { CityKind } from "../../platform/identity/index.ts"
import { type Finding, finding } from "./finding.ts"
import { type AcmeFacts, judgeAcme } from "./judge-acme.ts"

const DAY_MS = 86_400_000
const EXPIRY_WARNING_DAYS = 30

export interface NetworkFacts {
  readonly host: string
  readonly publicUrl: string | undefined
  readonly trustsProxy: boolean
  /** The certificate, why it cannot be used, or undefined for plain HTTP. */
  readonly certificate: X509Certificate | Error | undefined
  /** What is known of a certificate that the server fetches by itself; undefined where it does not. */
  readonly acme?: AcmeFacts | undefined
  readonly city: CityKind | undefined
  readonly now: Date
}

export function judgeNetwork(facts: NetworkFacts): Finding[] {
  const demo = facts.city === "demo" && !isLoopback(facts.host) ? [finding("problem", "demoOpen", { host: facts.host })] : []
  return [...(facts.acme ? judgeAcme(facts.acme, facts.now) : judgeTransport(facts)), ...demo]
}

function judgeTransport(facts: NetworkFacts): Finding[] {
  const { certificate, host, publicUrl, trustsProxy, now } = facts
  if (certificate instanceof AppError) {
    const { code, values } = certificate
    return [{ ...finding("problem", "tlsFailed"), error: { code, values } }]
  }
  if (certificate instanceof Error) return [finding("problem", "tlsBroken", { reason: certificate.message })]
  if (!certificate) {
    // A proxy on the same machine speaks TLS in our place.
    if (publicUrl?.startsWith("https:")) return [finding(trustsProxy ? "ok" : "warning", trustsProxy ? "proxy" : "proxyUntold")]
    const name = publicUrl ? new URL(publicUrl).hostname : host
    return [isLoopback(host) && isLoopback(name) ? finding("ok", "httpLocal") : finding("warning", "httpOpen", { host: name })]
  }
  const days = Math.floor((Date.parse(certificate.validTo) - now.getTime()) / DAY_MS)
  const until = new Date(certificate.validTo).toISOString().slice(0, 10)
  const expiry =
    days < 0
      ? finding("problem", "tlsExpired", { until })
      : days < EXPIRY_WARNING_DAYS
        ? finding("warning", "tlsExpires", { days, until })
        : finding("ok", "tls", { days, until })
  return [expiry, ...judgeName(certificate, publicUrl)]
}

function judgeName(certificate: X509Certificate, publicUrl: string | undefined): Finding[] {
  if (!publicUrl) return [finding("warning", "publicUrlNone")]
  const url = new URL(publicUrl)
  if (url.protocol !== "https:") return [finding("warning", "publicUrlPlain", { url: publicUrl })]
  const name = url.hostname.replace(/^\[|\]$/g, "")
  const fits = net.isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)
  return fits ? [] : [finding("problem", "tlsName", { name })]
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host)
}
