import { createHash } from "node:crypto"
import path from "node:path"
import { z } from "zod"
import { failedConnection, failedStatus } from "../failure.ts"
import type { Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { readRetryAfter } from "../retry-after.ts"
import { dropFile } from "./drop-file.ts"

const IN_FLIGHT = 8
const TIMEOUT_MS = 15_000

const Settings = z
  .strictObject({
    /** *file*: two files for each area in `folder`. *http*: one request for each area to `url`. By MQTT it is the kind `mqtt`. */
    by: z.enum(["file", "http"]).default("file"),
    folder: z.string().max(500).default(""),
    url: z.string().max(500).default(""),
  })
  .refine(({ by, folder }) => by !== "file" || path.isAbsolute(folder), { path: ["folder"], message: "absolute-path" })
  .refine(({ by, url }) => by !== "http" || /^https?:\/\/[^\s@]+$/.test(url), { path: ["url"], message: "web-address" })
const Secrets = z.strictObject({ token: z.string().max(1_000).optional() })

/** Village loudspeakers and screens: what is to be spoken, and the CAP message, for each area. */
export const speakerKind: PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: "speaker",
  recipients: "areas",
  settings: Settings,
  secrets: Secrets,
  open: ({ settings, secrets, tools }) => {
    const send = async (delivery: Delivery, signal: AbortSignal): Promise<Outcome> => {
      if (settings.by === "file") return drop(settings.folder, delivery)
      const response = await fetch(settings.url, {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "idempotency-key": createHash("sha256").update(delivery.key).digest("hex"),
          ...(secrets.token !== undefined && { authorization: `Bearer ${secrets.token}` }),
        },
        body: JSON.stringify(payloadOf(delivery)),
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      await response.body?.cancel()
      if (response.ok) return { result: "accepted" }
      return failedStatus(response.status, { afterMs: readRetryAfter(response.headers.get("retry-after"), tools.now()) })
    }
    return {
      kind: "speaker",
      // A file of the same name takes the place of itself.
      keepsOnce: settings.by === "file",
      inFlight: IN_FLIGHT,
      send: (delivery, signal) => send(delivery, signal).catch(failedConnection),
      close: async () => {},
    }
  },
}

/** First the CAP message, then the words: whoever watches for the words finds both. */
async function drop(folder: string, { key, address, message }: Delivery): Promise<Outcome> {
  const area = address.replaceAll(/[^\w-]+/g, "_")
  const name = `${message.code}-${area}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`
  await dropFile(path.join(folder, `${name}.xml`), message.xml)
  await dropFile(path.join(folder, `${name}.txt`), `${message.speech}\n`)
  return { result: "accepted" }
}

function payloadOf({ key, address, message }: Delivery): Record<string, unknown> {
  const { purpose, status, event, code, level, urgency, language, headline, text, speech, page, expires, xml } = message
  const what = { purpose, status, event, code, level, urgency, language }
  return { key, area: address, ...what, headline, text, speech, page, expires: expires.toISOString(), cap: xml }
}
