import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import { numbersThatDiffer } from "./numbers.ts"

/** A remark of the coach that must be mended before a warning can be submitted. The words stand under `warn:musts`. */
export interface Must {
  readonly code: "NO_ACTION" | "NO_AREA" | "ENDS_BEFORE_START" | "ALREADY_OVER" | "NUMBERS_DIFFER" | "TIME_WORD" | "SLOT_OPEN"
  readonly found: string
}

const fields = ["headline", "description", "instruction"] as const

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
  if (languages.some((language) => texts[language].instruction.trim() === "")) musts.push({ code: "NO_ACTION", found: "" })
  if (areas.length === 0) musts.push({ code: "NO_AREA", found: "" })
  if (expires <= onset) musts.push({ code: "ENDS_BEFORE_START", found: "" })
  else if (expires <= now) musts.push({ code: "ALREADY_OVER", found: "" })
  for (const field of fields) {
    const differing = numbersThatDiffer(texts["zh-CN"][field], texts.en[field])
    if (differing.length > 0) musts.push({ code: "NUMBERS_DIFFER", found: differing.join(", ") })
    for (const language of languages) {
      const word = timeWords[language].exec(texts[language][field])?.[0]
      if (word) musts.push({ code: "TIME_WORD", found: word })
      const slot = /\{\{[^}]*\}\}/.exec(texts[language][field])?.[0]
      if (slot) musts.push({ code: "SLOT_OPEN", found: slot })
    }
  }
  return musts
}
