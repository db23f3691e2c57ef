import net from "node:net"
import path from "node:path"
import { domainToASCII } from "node:url"
import { tlsErrors } from "../errors.ts"

export interface AcmeSettings {
  readonly HOLDFAST_DATA: string
  readonly HOST: string
  readonly HOLDFAST_PUBLIC_URL?: string | undefined
  readonly HOLDFAST_TLS_CERT?: string | undefined
  readonly HOLDFAST_TLS_KEY?: string | undefined
  readonly HOLDFAST_ACME_DIRECTORY?: string | undefined
  readonly HOLDFAST_ACME_TERMS?: "agreed" | undefined
  readonly HOLDFAST_ACME_EMAIL?: string | undefined
  readonly HOLDFAST_ACME_PORT: number
}

/** Which certificate is fetched, from whom, and where the authority looks for our proof (RFC 8555, HTTP-01). */
export interface AcmePlan {
  readonly directory: string
  readonly email: string | undefined
  /** The name that the certificate is for, in ASCII. */
  readonly host: string
  /** Where other requests to the port of the proof are sent on to. */
  readonly publicUrl: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly folder: string
}

/**
 * Reads the settings; undefined when no directory of an authority is set. Throws `CLI_ACME_TERMS`, `CLI_ACME_NEEDS_NAME`,
 * `CLI_ACME_BESIDE_FILES`, so that a server with half of the settings does not start.
 */
export function readAcmePlan(settings: AcmeSettings): AcmePlan | undefined {
  const { HOLDFAST_ACME_DIRECTORY: directory, HOLDFAST_PUBLIC_URL: publicUrl } = settings
  if (!directory) return undefined
  if (settings.HOLDFAST_TLS_CERT || settings.HOLDFAST_TLS_KEY) throw tlsErrors.ACME_BESIDE_FILES({})
  if (settings.HOLDFAST_ACME_TERMS !== "agreed") throw tlsErrors.ACME_TERMS({ directory })
  const url = publicUrl ? new URL(publicUrl) : undefined
  // Authorities vouch for names that are reached from outside, not for numbers and not for this machine's own name.
  if (url?.protocol !== "https:" || net.isIP(url.hostname.replace(/^\[|\]$/g, "")) || !url.hostname.includes("."))
    throw tlsErrors.ACME_NEEDS_NAME({ url: publicUrl ?? "" })
  return {
    directory,
    email: settings.HOLDFAST_ACME_EMAIL,
    host: domainToASCII(url.hostname),
    publicUrl: url.origin,
    listen: { host: settings.HOST, port: settings.HOLDFAST_ACME_PORT },
    folder: path.join(settings.HOLDFAST_DATA, "tls", "acme"),
  }
}
