import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { textFields } from "./remark.ts"

/** What people leave out of a name: 西河 for 西河区, Xihe for Xihe District. */
const SUFFIX = {
  "zh-CN": /(?:自治)?(?:街道|地区|新区|[市区县镇乡村])$/,
  en: / (?:District|County|City|Town|Township|Street|Subdistrict|Village)$/,
} as const
/** A stem of one character would stand in other words. */
const STEM_MIN = 2

/** All words of one language. */
export function wordsOf(texts: WarningTexts, language: Language): string {
  return textFields.map((field) => texts[language][field]).join("\n")
}

/** Whether a text names a place at all: by its name, or by what people call it for short. */
export function mentions(text: string, { name }: Pick<AreaRef, "name">, language: Language): boolean {
  const stem = name[language].replace(SUFFIX[language], "")
  return has(text, name[language], language) || (stem.length >= STEM_MIN && has(text, stem, language))
}

/** Which of these places a text names by their full names, and not as a part of another place's longer name. */
export function namedIn(text: string, places: readonly AreaRef[], language: Language): AreaRef[] {
  let left = text
  const found: AreaRef[] = []
  for (const place of places.toSorted((a, b) => b.name[language].length - a.name[language].length)) {
    const name = place.name[language]
    // Of two places of one name, both are meant; the first has taken the name out already.
    if (!has(left, name, language) && !found.some((other) => other.name[language] === name)) continue
    found.push(place)
    left = left.replaceAll(name, "\u0000")
  }
  return found
}

function has(text: string, name: string, language: Language): boolean {
  if (language === "zh-CN") return text.includes(name)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\p{L}/u.test(text[at - 1] ?? " ") && !/\p{L}/u.test(text[at + name.length] ?? " ")) return true
  }
  return false
}
