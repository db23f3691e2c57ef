import https from "node:https"
import webPush from "web-push"
import { z } from "zod"
import { failedConnection, failedStatus } from "../failure.ts"
import type { ChannelPlugIn, Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { readRetryAfter } from "../retry-after.ts"
import { noticeHeaders, noticeOf } from "./notice.ts"
import { publicLookup } from "./public-host.ts"
import { PushAddress, UnsafePushAddress } from "./push-address.ts"
import { Vapid } from "./vapid.ts"

const IN_FLIGHT = 64
const TIMEOUT_MS = 15_000

const Settings = z.strictObject({
  /** By what a push service reaches the people who run this: `mailto:` or `https:` (RFC 8292, 2.1). */
  contact: z
    .string()
    .max(200)
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/),
})
const Secrets = z.strictObject({})

interface Lines {
  /** For a receiver on this machine; nothing but a test sets it. */
  readonly unsafeAnyHost?: { readonly ca: string }
}

/** Web Push (RFC 8030) with encrypted content (RFC 8291). @param lines only tests reach machines that are not on the internet */
export function webPushKind({ unsafeAnyHost }: Lines = {}): PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> {
  return {
    kind: "web-push",
    recipients: "residents",
    settings: Settings,
    secrets: Secrets,
    open: ({ settings, tools }) => {
      const vapid = Vapid.open(tools.dataFolder)
      const agent = new https.Agent({
        keepAlive: true,
        maxSockets: IN_FLIGHT,
        ...(unsafeAnyHost ? { ca: unsafeAnyHost.ca } : { lookup: publicLookup }),
      })
      const send = async ({ address, message }: Delivery, signal: AbortSignal): Promise<Outcome> => {
        const parsed = (unsafeAnyHost ? UnsafePushAddress : PushAddress).safeParse(parseJson(address))
        if (!parsed.success) return { result: "refused", reason: "address", gone: true }
        const { endpoint, keys } = parsed.data
        const { cipherText } = webPush.encrypt(keys.p256dh, keys.auth, noticeOf(message).toString(), "aes128gcm")
        const now = tools.now()
        const { status, retryAfter } = await post(endpoint, {
          body: cipherText,
          agent,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
          headers: {
            ...noticeHeaders(message, now),
            Authorization: vapid.authorize(endpoint, settings.contact, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
          },
        })
        if (status >= 200 && status < 300) return { result: "accepted" }
        return failedStatus(status, { afterMs: readRetryAfter(retryAfter, now), addressed: true })
      }
      return {
        kind: "web-push",
        // A push service knows no key; the topic makes a second copy replace the first one while it is unread.
        keepsOnce: false,
        inFlight: IN_FLIGHT,
        send: (delivery, signal) => send(delivery, signal).catch(failedConnection),
        close: async () => agent.destroy(),
      } satisfies ChannelPlugIn
    },
  }
}

interface Posting {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly agent: https.Agent
  readonly signal: AbortSignal
}

/** Follows no redirection and reads no answer: its status says all. */
function post(endpoint: string, { body, headers, agent, signal }: Posting): Promise<{ status: number; retryAfter?: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; retryAfter?: string }>()
  const request = https.request(endpoint, { method: "POST", headers, agent, signal }, (response) => {
    const retryAfter = response.headers["retry-after"]
    response.on("error", reject).on("end", () => resolve({ status: response.statusCode!, ...(retryAfter && { retryAfter }) }))
    response.resume()
  })
  request.on("error", reject).end(body)
  return promise
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
