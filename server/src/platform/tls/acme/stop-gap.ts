import { generateKeyPairSync, X509Certificate } from "node:crypto"
import type { Tls } from "../load-tls.ts"
import { makeServerCertificate } from "../x509.ts"

const DAY_MS = 86_400_000

/**
 * What a server shows until the authority gave its first certificate: nobody vouches for it and browsers warn, but who is on
 * duty gets in. Lives in memory only.
 */
export function makeStopGap(host: string, now: Date): Tls {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const [notBefore, notAfter] = [new Date(now.getTime() - DAY_MS), new Date(now.getTime() + 90 * DAY_MS)]
  const subject = host.slice(0, 64)
  const cert = makeServerCertificate(
    { subject, publicKey, notBefore, notAfter, hosts: [host] },
    { issuer: subject, issuerKey: publicKey, key: privateKey },
  )
  const key = privateKey.export({ type: "pkcs8", format: "pem" }) as string
  return { cert, key, certificate: new X509Certificate(cert) }
}
