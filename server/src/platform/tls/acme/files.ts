import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { z } from "zod"
import type { Tls } from "../load-tls.ts"
import { replaceFile } from "../replace-file.ts"

const OWNER_ONLY = 0o600

const Attempt = z.object({
  at: z.iso.datetime(),
  /** Of tries without success since the last one with; 0 after a success. */
  failures: z.int().min(0),
  error: z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
})
/** How the last try to get a certificate went. */
export type Attempt = z.infer<typeof Attempt>

/** Key and chain lie in one file, so that a crash never leaves a key beside the certificate of another. */
const pairFile = (folder: string) => path.join(folder, "certificate.pem")
const attemptFile = (folder: string) => path.join(folder, "last-attempt.json")

/** The certificate that was fetched last, if it is for this name; undefined also when the file cannot be read. */
export function findCertificate(folder: string, host: string): Tls | undefined {
  try {
    const pem = fs.readFileSync(pairFile(folder), "utf8")
    const certificate = new X509Certificate(pem)
    const fits = certificate.checkPrivateKey(createPrivateKey(pem)) && certificate.checkHost(host) !== undefined
    return fits ? { cert: pem, key: pem, certificate } : undefined
  } catch {
    return undefined
  }
}

export function keepCertificate(folder: string, { key, chain }: { readonly key: string; readonly chain: string }): void {
  replaceFile(pairFile(folder), `${key.trim()}\n${chain.trim()}\n`, OWNER_ONLY)
}

/** The key of our account with the authority; made when there is none. */
export function accountKey(folder: string): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, "account.key")
  if (fs.existsSync(file)) return fs.readFileSync(file, "utf8")
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string
  replaceFile(file, pem, OWNER_ONLY)
  return pem
}

/** Undefined before the first try. */
export function findAttempt(folder: string): Attempt | undefined {
  try {
    return Attempt.parse(JSON.parse(fs.readFileSync(attemptFile(folder), "utf8")))
  } catch {
    return undefined
  }
}

export function noteAttempt(folder: string, attempt: Attempt): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  replaceFile(attemptFile(folder), `${JSON.stringify(attempt)}\n`, OWNER_ONLY)
}
