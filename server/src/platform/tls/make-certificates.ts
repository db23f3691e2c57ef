import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto"
import fs from "node:fs"
import net from "node:net"
import path from "node:path"
import { domainToASCII } from "node:url"
import { tlsErrors } from "./errors.ts"
import { replaceFile } from "./replace-file.ts"
import { makeAuthorityCertificate, makeServerCertificate } from "./x509.ts"

const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3_650
/** Phones refuse certificates that live longer than 825 days, and some those beyond 398. */
const SERVER_DAYS = 397
/** Machines whose clocks are a little behind still accept a certificate that was made this minute. */
const EARLIER_MS = DAY_MS
const HOSTS_MAX = 20
/** The machine itself, so that the same certificate also works on it. */
const OWN = ["localhost", "127.0.0.1", "::1"]

export interface CertificateFiles {
  /** What phones and browsers are told to trust. Not secret. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
  readonly hosts: readonly string[]
  readonly validUntil: Date
  /** SHA-256 of the authority, as phones show it, to compare by eye before trusting. */
  readonly fingerprint: string
  /** False when the authority of an earlier call covers the same hosts; then phones that trust it go on trusting. */
  readonly newAuthority: boolean
}

/**
 * Makes a certificate for a server that no public authority can vouch for, and the local authority that does, in `folder`. The
 * authority can vouch for these hosts only. Called again with the same hosts it renews the certificate; with others it makes a
 * new authority, which phones must be told of again. Throws `CLI_TLS_HOST_INVALID`, `CLI_TLS_UNWRITABLE`.
 */
export function makeCertificates(options: { folder: string; hosts: readonly string[]; now: Date }): CertificateFiles {
  const { folder, now } = options
  const hosts = [...new Set([...options.hosts.map(parseHost), ...OWN])]
  if (hosts.length > HOSTS_MAX) throw tlsErrors.TLS_HOST_INVALID({ host: hosts.join(",") })
  try {
    return writeCertificates(folder, hosts, now)
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error
    throw tlsErrors.TLS_UNWRITABLE({ folder, reason: error.message }, { cause: error })
  }
}

function writeCertificates(folder: string, hosts: readonly string[], now: Date): CertificateFiles {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = {
    authority: path.join(folder, "authority.crt"),
    certificate: path.join(folder, "server.crt"),
    key: path.join(folder, "server.key"),
  }
  const found = findAuthority(folder, hosts, now)
  const authority = found ?? makeAuthority(folder, hosts, now)
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const validUntil = new Date(now.getTime() + SERVER_DAYS * DAY_MS)
  const request = { subject: hosts[0]!.slice(0, 64), publicKey, notBefore: earlier(now), notAfter: validUntil, hosts }
  const { issuer, issuerKey, key } = authority
  const certificate = makeServerCertificate(request, { issuer, issuerKey, key })
  replaceFile(files.key, privateKey.export({ type: "pkcs8", format: "pem" }) as string, 0o600)
  replaceFile(files.certificate, certificate, 0o644)
  return { ...files, hosts, validUntil, fingerprint: authority.fingerprint, newAuthority: !found }
}

interface Authority {
  readonly issuer: string
  readonly issuerKey: KeyObject
  readonly key: KeyObject
  readonly fingerprint: string
}

function makeAuthority(folder: string, hosts: readonly string[], now: Date): Authority {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const issuer = `Holdfast ${hosts[0]}`.slice(0, 64)
  const notAfter = new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS)
  const certificate = makeAuthorityCertificate(
    { subject: issuer, publicKey, notBefore: earlier(now), notAfter, hosts },
    privateKey,
  )
  replaceFile(path.join(folder, "authority.key"), privateKey.export({ type: "pkcs8", format: "pem" }) as string, 0o600)
  replaceFile(path.join(folder, "authority.crt"), certificate, 0o644)
  replaceFile(path.join(folder, "hosts.json"), `${JSON.stringify(hosts)}\n`, 0o600)
  return { issuer, issuerKey: publicKey, key: privateKey, fingerprint: new X509Certificate(certificate).fingerprint256 }
}

/** The authority of an earlier call, when it covers exactly these hosts and outlives the certificate that it would sign. */
function findAuthority(folder: string, hosts: readonly string[], now: Date): Authority | undefined {
  try {
    const earlierHosts: unknown = JSON.parse(fs.readFileSync(path.join(folder, "hosts.json"), "utf8"))
    const certificate = new X509Certificate(fs.readFileSync(path.join(folder, "authority.crt")))
    const key = createPrivateKey(fs.readFileSync(path.join(folder, "authority.key")))
    const outlives = Date.parse(certificate.validTo) > now.getTime() + SERVER_DAYS * DAY_MS
    if (!outlives || !certificate.checkPrivateKey(key) || JSON.stringify(earlierHosts) !== JSON.stringify(hosts)) return undefined
    const issuer = certificate.subject.replace(/^CN=/, "")
    return { issuer, issuerKey: createPublicKey(key), key, fingerprint: certificate.fingerprint256 }
  } catch {
    return undefined
  }
}

function parseHost(text: string): string {
  const host = text.trim().toLowerCase()
  if (net.isIP(host)) return host
  const name = domainToASCII(host)
  const labels = name.split(".")
  const valid = name.length <= 253 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label))
  if (!valid || /^\d+$/.test(labels.at(-1)!)) throw tlsErrors.TLS_HOST_INVALID({ host: text })
  return name
}

function earlier(now: Date): Date {
  return new Date(now.getTime() - EARLIER_MS)
}
