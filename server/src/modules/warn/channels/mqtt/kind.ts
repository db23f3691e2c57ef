import mqtt from "mqtt"
import { z } from "zod"
import { failedConnection } from "../failure.ts"
import type { ChannelMessage, Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { isWithoutSecret } from "../url-secret.ts"

const CONNECT_MS = 10_000
const RECONNECT_MS = 2_000
const IN_FLIGHT = 50
const SECONDS_MAX = 4_294_967_295

const Settings = z
  .strictObject({
    /** The user has a field of its own, and the password is a secret. */
    url: z
      .url({ protocol: /^(mqtts?|wss?)$/ })
      .max(500)
      .refine(isWithoutSecret),
    user: z.string().max(200).optional(),
    /** `{area}` is the id of the area, with its slashes: `sirens/linjiang/xihe`. A siren listens to its own area and to those around it. `{event}` and `{hazard}` keep apart what is kept: one that ends takes no other with it. */
    topic: z
      .string()
      .max(200)
      .regex(/^[^#+\0]*\{area\}[^#+\0]*$/)
      .default("warnings/{area}/{event}"),
    /** The broker keeps the message for who connects later, until it ends. MQTT 5, whose messages have an end. */
    retain: z.boolean().default(true),
  })
  .refine(({ topic, retain }) => !retain || /\{(event|hazard)\}/.test(topic), { path: ["topic"] })
const Secrets = z.strictObject({ password: z.string().max(1_000).optional() })

/**
 * Sirens and signs by MQTT 5, QoS 1: one message for each area. The kept message has an expiry, so that a broker forgets it also when
 * nobody says that it is over; a lifting or a retraction is told and takes it away.
 */
export const mqttKind: PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: "mqtt",
  recipients: "areas",
  settings: Settings,
  secrets: Secrets,
  open: ({ settings, secrets, tools }) => {
    const { url, user, topic, retain } = settings
    const client = mqtt.connect(url, {
      protocolVersion: 5,
      connectTimeout: CONNECT_MS,
      reconnectPeriod: RECONNECT_MS,
      resubscribe: false,
      queueQoSZero: false,
      ...(user !== undefined && { username: user }),
      ...(secrets.password !== undefined && { password: secrets.password }),
    })
    // What went wrong is told by the attempt that fails.
    client.on("error", () => {})
    const send = async ({ key, address, message, attempt }: Delivery, signal: AbortSignal): Promise<Outcome> => {
      if (!client.connected) await connected(client, signal)
      const at = topic
        .replace("{area}", () => address)
        .replace("{event}", () => message.event)
        .replace("{hazard}", () => message.hazard)
      const ends = message.purpose === "lifting" || message.purpose === "retraction"
      const seconds = Math.floor((message.expires.getTime() - tools.now().getTime()) / 1_000)
      const publish = async (payload: string, keeps: boolean) => {
        const published = client.publishAsync(at, payload, {
          qos: 1,
          retain: keeps,
          properties: { messageExpiryInterval: Math.min(SECONDS_MAX, Math.max(1, seconds)), contentType: "application/json" },
        })
        const messageId = client.getLastMessageId()
        try {
          await within(published, signal)
        } catch (error) {
          // What is given up is not sent when the line is back: the message may have ended by then.
          published.catch(() => {})
          client.removeOutgoingMessage(messageId)
          throw error
        }
      }
      await publish(JSON.stringify(payloadOf(key, attempt, message)), retain && !ends && message.purpose !== "test")
      if (retain && ends) await publish("", true)
      return { result: "accepted" }
    }
    return {
      kind: "mqtt",
      // QoS 1 is at least once; the key is in the message for who wants to know.
      keepsOnce: false,
      inFlight: IN_FLIGHT,
      send: (delivery, signal) => send(delivery, signal).catch(failedConnection),
      close: () => client.endAsync(true),
    }
  },
}

/** What a siren or a sign needs, without the CAP message, which few of them could read. */
function payloadOf(key: string, attempt: number, message: ChannelMessage): Record<string, unknown> {
  const { purpose, status, identifier, event, hazard, level, urgency, language, headline, text, speech, page, expires } = message
  const what = { purpose, status, identifier, event, hazard, level, urgency, language }
  return { key, attempt, ...what, headline, text, speech, page, expires: expires.toISOString() }
}

async function connected(client: mqtt.MqttClient, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const open = () => resolve()
  client.once("connect", open)
  try {
    await within(promise, AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]))
  } finally {
    client.removeListener("connect", open)
  }
}

async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const end = () => reject(signal.reason as Error)
  if (signal.aborted) end()
  signal.addEventListener("abort", end)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener("abort", end)
  }
}
