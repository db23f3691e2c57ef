import { formatsIn, type Language, languages } from "@holdfast/words"
import { changesOfAll } from "./find-in.ts"
import { type Coached, type Mend, textFields } from "./remark.ts"

/** Words for a time that mean something else to who reads them after midnight, and an hour that no clock shows. */
export const timeWords = {
  "zh-CN": /今晚|今夜|今天|今日|明天|明日|明早|明晚|昨天|昨晚|24[:\uff1a]00|24[时点]/,
  en: /\b(tonight|today|tomorrow|yesterday|this (?:morning|afternoon|evening))\b|\b24:00\b/i,
} as const

const DAY_MS = 24 * 3_600_000
const daysAway: readonly (readonly [RegExp, number])[] = [
  [/明|tomorrow/i, 1],
  [/昨|yesterday/i, -1],
]

/**
 * Every such word of both languages becomes the day that it means, counted from the day on which it is written; in one press, because
 * a day that only one language names would be a difference.
 */
export function mendTimeWords(
  { written, texts }: Pick<Coached, "written" | "texts">,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Mend {
  const dayOf = (word: string, language: Language) => {
    const away = daysAway.find(([name]) => name.test(word))?.[1] ?? 0
    const isMidnight = word.startsWith("24")
    const day = new Date(now.getTime() + (isMidnight ? 1 : away) * DAY_MS)
    const said = formatsIn(language, timeZone).day(day)
    if (isMidnight) return language === "en" ? `00:00 on ${said}` : `${said}00:00`
    if (/早|morning/i.test(word)) return language === "en" ? `the morning of ${said}` : `${said}早上`
    if (/afternoon/i.test(word)) return `the afternoon of ${said}`
    if (/晚|夜|tonight|evening/i.test(word)) return language === "en" ? `the evening of ${said}` : `${said}晚上`
    return language === "en" ? `on ${said}` : said
  }
  const source = written ?? texts
  const changes = languages.flatMap((language) =>
    textFields.flatMap((field) =>
      changesOfAll(source[language][field], { language, field }, timeWords[language], (word) => dayOf(word, language)),
    ),
  )
  return { key: "day", put: "", changes }
}
