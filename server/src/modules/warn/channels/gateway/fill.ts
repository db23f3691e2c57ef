import { splitShortMessage } from "@holdfast/contracts"
import type { ChannelTools, Delivery } from "../plug-in.ts"
import { mapTexts } from "./content.ts"
import type { GatewayMapping, GatewaySecrets } from "./settings.ts"
import { fillSlots, type Slot } from "./slots.ts"

/** Where gateways tell what became of a message; the secret follows. */
export const CALLBACK_PATH = "/hooks/channels/"

export type SlotValues = Readonly<Record<Slot, string>>

/**
 * What the slots of one delivery stand for.
 *
 * @param words which words of the message the gateway carries: the short ones by SMS, those to be spoken by telephone
 */
export function slotValues(
  { key, address, message }: Delivery,
  {
    words,
    secrets,
    tools,
  }: { readonly words: "short" | "speech"; readonly secrets: GatewaySecrets; readonly tools: Pick<ChannelTools, "publicUrl"> },
): SlotValues {
  const { headline, speech, page, code, level, language } = message
  const { alphabet, parts } = splitShortMessage(message.short)
  return {
    ...{ key, address, headline, speech, page, code, level, language, alphabet, text: message[words] },
    parts: String(parts.length),
    token: secrets.token ?? "",
    callback: secrets.callback === undefined ? "" : `${tools.publicUrl}${CALLBACK_PATH}${secrets.callback}`,
  }
}

export function fillHeaders({ headers, body }: GatewayMapping, values: SlotValues): Record<string, string> {
  const type = body.as === "json" ? "application/json" : "application/x-www-form-urlencoded"
  const filled = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), fillSlots(text, values)])
  return { "content-type": `${type}; charset=utf-8`, ...Object.fromEntries(filled) }
}

/** The body as it is sent. Values only ever stand inside a text of the mapping, so they can change nothing around them. */
export function fillBody({ body }: GatewayMapping, values: SlotValues): string {
  if (body.as === "json") return JSON.stringify(mapTexts(body.content, (text) => fillSlots(text, values)))
  return new URLSearchParams(Object.entries(body.fields).map(([name, text]) => [name, fillSlots(text, values)])).toString()
}
