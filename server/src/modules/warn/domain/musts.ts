import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import { type Language, languages } from "@holdfast/words"
import { numbersThatDiffer } from "./numbers.ts"

export const textFields = ["headline", "description", "instruction"] as const
type TextField = (typeof textFields)[number]

/** Something that the coach remarks. The words stand in `warn:musts` and `warn:betters`. */
export interface Remark<Code extends string> {
  readonly code: Code
  /** The words that it is about; empty when something is missing. */
  readonly found: string
  /** Where they stand; undefined when it is about place or time. */
  readonly at?: { readonly language: Language; readonly field: TextField }
  readonly area?: AreaRef
}

/** A remark that must be mended before a warning can be submitted. */
export type Must = Remark<
  "NO_WORDS" | "NO_ACTION" | "NO_AREA" | "ENDS_BEFORE_START" | "ALREADY_OVER" | "NUMBERS_DIFFER" | "TIME_WORD" | "SLOT_OPEN"
>

/** Words for a time that mean something else to who reads them after midnight, and an hour that no clock shows. */
const timeWords = {
  "zh-CN": /今晚|今夜|今天|今日|明天|明日|明早|明晚|昨天|昨晚|24[:\uff1a]00|24[时点]/,
  en: /\b(tonight|today|tomorrow|yesterday|this (?:morning|afternoon|evening))\b|\b24:00\b/i,
} as const

/** Everything that must be mended, in the order of the page: what, where, until, words. */
export function findMusts(
  warning: { areas: readonly AreaRef[]; texts: WarningTexts; onset: Date; expires: Date },
  now: Date,
): Must[] {
  const { areas, texts, onset, expires } = warning
  const musts: Must[] = []
  if (areas.length === 0) musts.push({ code: "NO_AREA", found: "" })
  if (expires <= onset) musts.push({ code: "ENDS_BEFORE_START", found: "" })
  else if (expires <= now) musts.push({ code: "ALREADY_OVER", found: "" })
  for (const field of textFields) {
    const empty = languages.find((language) => texts[language][field].trim() === "")
    if (empty) {
      musts.push({ code: field === "instruction" ? "NO_ACTION" : "NO_WORDS", found: "", at: { language: empty, field } })
      continue
    }
    const differing = numbersThatDiffer(texts["zh-CN"][field], texts.en[field])
    if (differing.length > 0) {
      const language = languages.find((one) => texts[one][field].includes(differing[0]!)) ?? "zh-CN"
      musts.push({ code: "NUMBERS_DIFFER", found: differing.join(", "), at: { language, field } })
    }
    for (const language of languages) {
      const at = { language, field }
      const word = timeWords[language].exec(texts[language][field])?.[0]
      if (word) musts.push({ code: "TIME_WORD", found: word, at })
      const slot = /\{\{[^}]*\}\}/.exec(texts[language][field])?.[0]
      if (slot) musts.push({ code: "SLOT_OPEN", found: slot, at })
    }
  }
  return musts
}
