import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

const TextField = z.enum(["headline", "description", "instruction"])
const WarningLanguage = z.enum(["zh-CN", "en"])

/** One change of the words as their author wrote them, with their slots. */
export const TextChange = z.object({
  language: WarningLanguage,
  field: TextField,
  /** The first place where this stands is replaced; empty: `put` becomes a line of its own at the end. */
  find: z.string(),
  put: z.string(),
})
export type TextChange = z.infer<typeof TextChange>

/** A mend of the coach, to be applied in one press. */
export const CoachMend = z.object({ label: z.string(), changes: z.array(TextChange), expires: Timestamp.nullable() })
export type CoachMend = z.infer<typeof CoachMend>

/** A remark of the coach: what is wrong, and where, so that a page can lead there or mend it. */
export const CoachRemark = z.object({
  code: z.string(),
  text: z.string(),
  /** The words that it is about; empty when it is about something that is missing. */
  found: z.string(),
  /** Where the words stand; null when it is about place or time. */
  at: z.object({ language: WarningLanguage, field: TextField }).nullable(),
  /** The area that the words name and the warning does not include. */
  area: z.string().nullable(),
  /** Where two are given, either may be right. */
  mends: z.array(CoachMend),
})
export type CoachRemark = z.infer<typeof CoachRemark>

const SlotValues = z.record(z.string(), z.string())
/** What stands for each slot of a text now; a headline names fewer areas than the text. */
export const WarningSlots = z.object({ headline: SlotValues, text: SlotValues })
export type WarningSlots = z.infer<typeof WarningSlots>

/** Puts values into a text's slots, such as `{{until}}`; what nothing is known for stays. */
export function fillSlots(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (slot, name: string) => values[name] ?? slot)
}

/** Applies a mend to a text. What it was made for may have been written over meanwhile: then nothing happens. */
export function applyChange(text: string, { find, put }: Pick<TextChange, "find" | "put">): string {
  if (find === "") return text.trim() === "" ? put : `${text.replace(/\n+$/, "")}\n${put}`
  const at = text.indexOf(find)
  return at < 0 ? text : text.slice(0, at) + put + text.slice(at + find.length)
}

/** From so many people on, whoever hands it in types the figure; and from three times the largest of the last ten warnings. */
export const TYPED_FROM_PEOPLE = 1_000_000
export const TYPED_FROM_TIMES = 3

/** How far a warning reaches, against those before it. */
export const WarningSize = z.object({
  /** Rounded to three digits: the figure to type. */
  people: z.int(),
  /** The most that one of the last ten warnings reached; null when there were none. */
  largest: z.int().nullable(),
  /** Against that; null without one. */
  times: z.number().nullable(),
  /** Whether it has to be typed. */
  typed: z.boolean(),
})
export type WarningSize = z.infer<typeof WarningSize>

/** `people`: the figure, typed by whoever hands in a warning that reaches unusually far. */
export const SubmitWarning = z.object({ people: z.int().optional() }).nullish()
export type SubmitWarning = z.infer<typeof SubmitWarning>

const Said = z.object({ headline: z.string(), text: z.string(), short: z.string(), speech: z.string() })

/** What stands beside a warning before it goes out: what others say there, who could help, how it will look and sound. */
export const CardBeside = z.object({
  size: WarningSize,
  /** Residents who asked for such a warning there, rounded, and nothing about a few. */
  subscribers: z.union([z.object({ about: z.int() }), z.object({ fewerThan: z.int() })]),
  /** Alerts of other issuers that are in force there. */
  others: z.array(
    z.object({ id: z.uuid(), publisher: Bilingual, event: z.string(), severity: z.string(), expiresAt: Timestamp }),
  ),
  /** Shelters inside, and the places that they have; whether they are open is not known here. */
  shelters: z.object({ count: z.int(), places: z.int() }),
  /** Channels that it would take and that are slow or down. */
  channels: z.array(z.object({ name: Bilingual, state: z.string(), reason: z.string().nullable() })),
  /** Who could approve now, by post. */
  approversNow: z.array(z.object({ role: z.string(), area: Bilingual.nullable(), name: Bilingual })),
  /** How soon and how sure its pack, its beginning, and its signal suggest, and why. */
  suggested: z.object({ urgency: z.string(), certainty: z.string(), severity: z.string(), why: z.string() }).nullable(),
  /** Things to do that the pack has approved for its hazard, those of its level first; each in both languages. */
  phrases: z.array(Bilingual),
  /** As each channel says it. */
  said: z.object({ "zh-CN": Said, en: Said }),
})
export type CardBeside = z.infer<typeof CardBeside>

/** Who is writing on which draft at this moment. */
export const Drafting = z.object({ drafting: z.array(z.object({ warning: z.uuid(), name: Bilingual })) })
export type Drafting = z.infer<typeof Drafting>
