import { z } from "zod"
import { parseJsonPath } from "../../../sense/index.ts"
import { type Content, isContent, isFields, parseJson } from "./content.ts"
import { headerSlots, namesOnly, slots } from "./slots.ts"

const BODY_MAX = 4_000

const Path = z
  .string()
  .max(200)
  .refine((text) => text === "" || parseJsonPath(text) !== undefined, "json-path")
  .default("")
/** Words with commas between them. */
const States = z.string().max(400).default("")

/**
 * How a gateway that speaks HTTP wants to be asked, and how it answers: written once, from its manual. Bodies and headers are JSON with
 * slots such as `{address}` inside its texts.
 */
export const GatewaySettings = z
  .strictObject({
    /** Addresses of people never stand in it: they would stand in logs on the way. */
    url: z.string().max(500).refine(isWebAddress, "web-address"),
    method: z.enum(["POST", "PUT"]).default("POST"),
    headers: z
      .string()
      .max(BODY_MAX)
      .refine(
        (text) => isFields(parseJson(text), (value) => /^[\x20-\x7E]*$/.test(value) && namesOnly(value, headerSlots)),
        "fields",
      )
      .default("{}"),
    body_as: z.enum(["json", "form"]).default("json"),
    body: z
      .string()
      .max(BODY_MAX)
      .refine((text) => isContent(parseJson(text), (value) => namesOnly(value, slots)), "content")
      .default('{"to":"{address}","text":"{text}"}'),
    /** Where its answer says under which name it tells later; JSONPath. */
    answer_id_at: Path,
    /** Where its answer says whether it takes the message; empty: the HTTP status says all. */
    answer_state_at: Path,
    answer_accepted: States,
    /** What it says when it does not take it now. Anything else is never. */
    answer_retry: States,
    /** Of what it tells later, at `/hooks/channels/{callback}`. */
    receipt_id_at: Path,
    receipt_state_at: Path,
    receipt_delivered: States,
    /** What is in neither list is news on the way. */
    receipt_refused: States,
    /** Whether it takes the same `{key}` once. */
    knows_key: z.boolean().default(false),
    in_flight: z.int().min(1).max(64).default(8),
    timeout_s: z.int().min(1).max(60).default(15),
  })
  .refine((settings) => settings.body_as === "json" || isFields(parseJson(settings.body), () => true), {
    path: ["body"],
    message: "fields",
  })
export type GatewaySettings = z.infer<typeof GatewaySettings>

export const GatewaySecrets = z.strictObject({
  /** What `{token}` stands for. */
  token: z.string().max(1_000).optional(),
  /** The end of the address at which the gateway tells what became of a message. Drawn at random: nothing else proves who asks. */
  callback: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22,100}$/)
    .optional(),
})
export type GatewaySecrets = z.infer<typeof GatewaySecrets>

/** The settings as they are used. */
export interface GatewayMapping {
  readonly headers: Readonly<Record<string, string>>
  readonly body:
    | { readonly as: "json"; readonly content: Content }
    | { readonly as: "form"; readonly fields: Record<string, string> }
  readonly answer: {
    readonly id: string | undefined
    readonly state: { readonly at: string; readonly accepted: readonly string[]; readonly retry: readonly string[] } | undefined
  }
  readonly receipt:
    | { readonly id: string; readonly state: string; readonly delivered: readonly string[]; readonly refused: readonly string[] }
    | undefined
}

export function readMapping(settings: GatewaySettings): GatewayMapping {
  const content = parseJson(settings.body) as Content
  const { answer_id_at, answer_state_at, receipt_id_at, receipt_state_at } = settings
  return {
    headers: parseJson(settings.headers) as Record<string, string>,
    body: settings.body_as === "json" ? { as: "json", content } : { as: "form", fields: content as Record<string, string> },
    answer: {
      id: answer_id_at === "" ? undefined : answer_id_at,
      state:
        answer_state_at === ""
          ? undefined
          : { at: answer_state_at, accepted: listOf(settings.answer_accepted), retry: listOf(settings.answer_retry) },
    },
    receipt:
      receipt_id_at === "" || receipt_state_at === ""
        ? undefined
        : {
            id: receipt_id_at,
            state: receipt_state_at,
            delivered: listOf(settings.receipt_delivered),
            refused: listOf(settings.receipt_refused),
          },
  }
}

const listOf = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean)

function isWebAddress(text: string): boolean {
  if (/[{}\s]/.test(text) || !URL.canParse(text)) return false
  const { protocol, username } = new URL(text)
  return ["http:", "https:"].includes(protocol) && username === ""
}
