import { isIP } from "node:net"
import { z } from "zod"
import { isPublicAddress } from "./public-host.ts"

const ENDPOINT_MAX = 1_000
const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/)
    .refine((text) => Buffer.from(text, "base64url").length === bytes)
const shapeOf = (isAllowed: (endpoint: string) => boolean) =>
  z.object({
    endpoint: z.string().max(ENDPOINT_MAX).refine(isAllowed),
    keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
  })

/**
 * What a browser gives when its person subscribes (Push API, `PushSubscription.toJSON()`), and what a delivery's address holds as
 * JSON. Only endpoints by https, and none whose host is written as an address of ours or of a private line; a name is looked at again
 * each time when something is sent, because it may lead elsewhere by then.
 */
export const PushAddress = shapeOf(isOutside)
export type PushAddress = z.infer<typeof PushAddress>
/** For receivers on this machine, in tests. */
export const UnsafePushAddress = shapeOf((endpoint) => endpoint.startsWith("https://"))

function isOutside(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, username, password, hostname } = new URL(endpoint)
  const host = hostname.replace(/^\[|\]$/g, "")
  const isOurs = isIP(host) === 0 ? /^localhost$|\.(localhost|local|internal)$/i.test(host) : !isPublicAddress(host)
  return protocol === "https:" && username === "" && password === "" && !isOurs
}
