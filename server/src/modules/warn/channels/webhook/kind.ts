import http from "node:http"
import https from "node:https"
import { isIP } from "node:net"
import { z } from "zod"
import { failedConnection, failedStatus } from "../failure.ts"
import type { ChannelMessage, Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { readRetryAfter } from "../retry-after.ts"
import { isWithoutSecret } from "../url-secret.ts"
import { isPublicAddress, publicLookup } from "../web-push/index.ts"
import { type SigningKey, signatureOf } from "./sign.ts"

const TIMEOUT_MS = 15_000

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).max(500),
    /** It stands in our own network: then it may have an address that is not public, and no certificate. */
    inside: z.boolean().default(false),
    /** The receiver takes what comes with the same `Idempotency-Key` once. */
    knows_key: z.boolean().default(false),
    in_flight: z.int().min(1).max(64).default(4),
  })
  .refine(({ url, inside }) => inside || (url.startsWith("https:") && isPublicHost(new URL(url).hostname)), {
    path: ["url"],
    message: "public-https",
  })
  .refine(({ url }) => isWithoutSecret(url), { path: ["url"], message: "secret-in-url" })

const KeyId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
const Secret = z.string().min(32).max(200)
const Secrets = z
  .strictObject({
    key_id: KeyId,
    key: Secret,
    /** The one before, for as long as the receiver still knows only that. */
    previous_key_id: KeyId.optional(),
    previous_key: Secret.optional(),
  })
  .refine((given) => (given.previous_key === undefined) === (given.previous_key_id === undefined), { path: ["previous_key"] })

/** A service that is told by HTTP: POST with JSON, signed with HMAC-SHA256. Its address is written by an engineer, and redirects are not followed. */
export const webhookKind: PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: "webhook",
  recipients: "one",
  settings: Settings,
  secrets: Secrets,
  open: ({ settings, secrets, tools }) => {
    const { url, inside, knows_key, in_flight } = settings
    const keys: SigningKey[] = [{ id: secrets.key_id, secret: secrets.key }]
    if (secrets.previous_key && secrets.previous_key_id) keys.push({ id: secrets.previous_key_id, secret: secrets.previous_key })
    const protocol = url.startsWith("https:") ? https : http
    const agent = new protocol.Agent({ keepAlive: true, maxSockets: in_flight, ...(!inside && { lookup: publicLookup }) })
    const send = async ({ key, message }: Delivery, signal: AbortSignal): Promise<Outcome> => {
      const body = JSON.stringify(bodyOf(key, message))
      const now = tools.now()
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(body)),
        "idempotency-key": key,
        "holdfast-signature": signatureOf({ at: now, key, body }, keys),
      }
      const ending = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
      const request = protocol.request(url, { method: "POST", agent, headers, signal: ending }, (response) => {
        const status = response.statusCode!
        const afterMs = readRetryAfter(response.headers["retry-after"], now)
        response
          .on("error", reject)
          .on("end", () => resolve(status >= 200 && status < 300 ? { result: "delivered" } : failedStatus(status, { afterMs })))
          .resume()
      })
      request.on("error", reject).end(body)
      return promise
    }
    return {
      kind: "webhook",
      keepsOnce: knows_key,
      inFlight: in_flight,
      send: (delivery, signal) => send(delivery, signal).catch(failedConnection),
      close: async () => agent.destroy(),
    }
  },
}

/** Everything that is known of the message, and the CAP message itself as it was frozen. */
function bodyOf(key: string, { xml, expires, ...message }: ChannelMessage): Record<string, unknown> {
  return { key, ...message, expires: expires.toISOString(), cap: xml }
}

/** A name is resolved when it is connected to; an address is judged here. */
function isPublicHost(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, "")
  return isIP(plain) === 0 || isPublicAddress(plain)
}
