import { createHash, timingSafeEqual } from "node:crypto"
import type { ChannelKind } from "@holdfast/contracts"
import { failedConnection, failedStatus } from "../failure.ts"
import type { ChannelPlugIn, ChannelTools, Delivery, Outcome } from "../plug-in.ts"
import { readRetryAfter } from "../retry-after.ts"
import { parseJson } from "./content.ts"
import { fillBody, fillHeaders, slotValues } from "./fill.ts"
import { readAnswer, readReceipt } from "./read-told.ts"
import { type GatewaySecrets, type GatewaySettings, readMapping } from "./settings.ts"

/** The answer of a gateway is an id and a word. */
const ANSWER_MAX_BYTES = 64 * 1024

type Listener = Parameters<NonNullable<ChannelPlugIn["onReceipt"]>>[0]

/** A gateway that is asked by HTTP, message by message, and tells by HTTP what became of them. */
export function openGateway(
  kind: ChannelKind,
  {
    settings,
    secrets,
    tools,
    words,
  }: {
    readonly settings: GatewaySettings
    readonly secrets: GatewaySecrets
    readonly tools: ChannelTools
    readonly words: "short" | "speech"
  },
): ChannelPlugIn {
  const mapping = readMapping(settings)
  const listeners: Listener[] = []
  const send = async (delivery: Delivery, signal: AbortSignal): Promise<Outcome> => {
    const values = slotValues(delivery, { words, secrets, tools })
    const response = await fetch(settings.url, {
      method: settings.method,
      headers: fillHeaders(mapping, values),
      body: fillBody(mapping, values),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeout_s * 1_000)]),
    })
    const body = await readBody(response)
    if (response.ok) return readAnswer(mapping, body)
    return failedStatus(response.status, { afterMs: readRetryAfter(response.headers.get("retry-after"), tools.now()) })
  }
  const { callback } = secrets
  return {
    kind,
    keepsOnce: settings.knows_key,
    inFlight: settings.in_flight,
    send: (delivery, signal) => send(delivery, signal).catch(failedConnection),
    onReceipt: (listener) => void listeners.push(listener),
    ...(callback !== undefined && {
      callback: {
        isFor: (secret: string) => timingSafeEqual(hashOf(secret), hashOf(callback)),
        take: async (told) => {
          const receipt = readReceipt(mapping, told)
          if (!receipt) return false
          const { id, outcome } = receipt
          if (outcome) for (const listener of listeners) await listener(id, outcome)
          return true
        },
      },
    }),
    close: async () => {},
  }
}

/** As JSON, when it is; a gateway that answers with words is told by its status. */
async function readBody(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > ANSWER_MAX_BYTES) break
    parts.push(part)
  }
  return parseJson(Buffer.concat(parts).toString("utf8"))
}

const hashOf = (text: string) => createHash("sha256").update(text).digest()
