import { createPrivateKey, X509Certificate } from "node:crypto"
import fs from "node:fs"
import { tlsErrors } from "./errors.ts"

/** The settings of TLS: two PEM files, each given with the other. */
export interface TlsSettings {
  readonly HOLDFAST_TLS_CERT?: string | undefined
  readonly HOLDFAST_TLS_KEY?: string | undefined
}

/** What `https.createServer` takes, and what the certificate says. */
export interface Tls {
  readonly cert: string
  readonly key: string
  readonly certificate: X509Certificate
}

/**
 * Reads the certificate (with its chain) and the key; undefined when neither is set, which means plain HTTP. Throws
 * `CLI_TLS_PAIR_INCOMPLETE`, `CLI_TLS_UNREADABLE`, `CLI_TLS_KEY_MISMATCH`, so that a server with a wrong pair does not start.
 */
export function loadTls(settings: TlsSettings): Tls | undefined {
  const { HOLDFAST_TLS_CERT: certificateFile, HOLDFAST_TLS_KEY: keyFile } = settings
  if (!certificateFile && !keyFile) return undefined
  if (!certificateFile) throw tlsErrors.TLS_PAIR_INCOMPLETE({ name: "HOLDFAST_TLS_CERT" })
  if (!keyFile) throw tlsErrors.TLS_PAIR_INCOMPLETE({ name: "HOLDFAST_TLS_KEY" })
  const [cert, certificate] = read("HOLDFAST_TLS_CERT", certificateFile, (text) => new X509Certificate(text))
  const [key, privateKey] = read("HOLDFAST_TLS_KEY", keyFile, (text) => createPrivateKey(text))
  if (!certificate.checkPrivateKey(privateKey)) throw tlsErrors.TLS_KEY_MISMATCH({ certificate: certificateFile, key: keyFile })
  return { cert, key, certificate }
}

function read<T>(name: string, file: string, parse: (text: string) => T): [string, T] {
  try {
    const text = fs.readFileSync(file, "utf8")
    return [text, parse(text)]
  } catch (error) {
    throw tlsErrors.TLS_UNREADABLE({ name, file, reason: (error as Error).message }, { cause: error })
  }
}
