import { createHash } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { senseErrors } from "../../../errors.ts"
import type { KeyedRequest } from "../../../store/answer-store.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** The body as it came, of a request with an Idempotency-Key. */
    keyedBody: string | undefined
  }
}

/** The header, as Node writes it (draft-ietf-httpapi-idempotency-key-header). */
const HEADER = "idempotency-key"
const KEY_MAX = 255
const SHOWN_MAX = 80
/** A string of RFC 9651, 3.3.3. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/
/** Many clients send it without quotes. */
const PLAIN = /^[\x21\x23-\x7e][\x20-\x7e]*$/

/** Holds on to a body while it is read, because afterwards nobody knows how it was written. */
export function noteBody(request: FastifyRequest, body: string): void {
  if (request.headers[HEADER] !== undefined) request.keyedBody = body
}

/**
 * Who sends what under which key; undefined without one. The same key with and without quotes is one key. Devices and accounts have
 * keys of their own; those who need not sign in share theirs. Throws `SENSE_IDEMPOTENCY_KEY_REFUSED`.
 */
export function readKeyed(request: FastifyRequest): KeyedRequest | undefined {
  const given = request.headers[HEADER]
  if (given === undefined) return undefined
  const { method, url, headers, actor, device, keyedBody = "" } = request
  const key = readKey(String(given))
  const writer = device ? `device ${device.id}` : actor?.account ? `account ${actor.account}` : "anybody"
  return { writer, keyHash: sha256(writer, key), requestHash: sha256(method, url, headers["content-type"] ?? "", keyedBody) }
}

function readKey(given: string): string {
  const key = given.startsWith('"') ? QUOTED.exec(given)?.[1]?.replaceAll(/\\(.)/g, "$1") : PLAIN.exec(given)?.[0]
  if (key !== undefined && key.length > 0 && key.length <= KEY_MAX) return key
  throw senseErrors.IDEMPOTENCY_KEY_REFUSED({ value: given.slice(0, SHOWN_MAX), limit: KEY_MAX })
}

function sha256(...parts: readonly string[]): Buffer {
  const hash = createHash("sha256")
  // Lengths keep one part from reaching into the next.
  for (const part of parts) hash.update(`${part.length} `).update(part)
  return hash.digest()
}
