import type { AreaRef, CorrectionFault, WarningTexts } from "@holdfast/contracts"
import { type Language, languages, wordsIn } from "@holdfast/words"
import { readNumbers } from "./coach/numbers.ts"
import { textFields } from "./coach/remark.ts"
import { isSlip } from "./slip.ts"

/** Words that turn an order round: one more or one less, and people do the opposite. */
const negations = {
  "zh-CN": /不|勿|别|禁|停|莫|未|无|非|免|没/g,
  en: /\b(?:not?|never|none|nobody|nothing|cannot|\w+n['’]t|stop|avoid|without|unless|until|only|except)\b/gi,
} as const
/** Days and parts of the day. */
const times = {
  "zh-CN": /[周一二三四五六日天月年早晚午夜晨昏今明昨后前]|星期|礼拜/g,
  en: /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)|morning|noon|afternoon|evening|night|midnight|tonight|today|tomorrow|yesterday|hours?|days?|weeks?|months?|minutes?)\b/gi,
} as const

/**
 * Whether a change mends a slip of letters and nothing else: the same numbers with their units, times, places, levels, and negations in
 * the same order, and words that differ from what they were by a letter or two. Undefined when it does. A person reads it
 * nevertheless, since no rule reads meaning.
 *
 * @param places every area and site that the city has, by name
 */
export function findCorrectionFault(
  before: WarningTexts,
  after: WarningTexts,
  places: readonly Pick<AreaRef, "id" | "name">[],
): CorrectionFault | undefined {
  let isSame = true
  for (const language of languages) {
    for (const field of textFields) {
      const [was, is] = [before[language][field], after[language][field]]
      if (was === is) continue
      isSame = false
      const differs = (read: (text: string) => readonly string[]) => read(was).join("\n") !== read(is).join("\n")
      if (differs((text) => numbersOf(text, language))) return "numbers"
      if (differs((text) => text.toLowerCase().match(times[language]) ?? [])) return "numbers"
      if (differs((text) => placesOf(text, places, language))) return "places"
      if (differs((text) => levelsOf(text, language))) return "level"
      if (differs((text) => text.toLowerCase().match(negations[language]) ?? [])) return "negation"
      if (!isSlip(was, is, language)) return "more"
    }
  }
  return isSame ? "same" : undefined
}

/** By value, not by where they stand: mending a word before them moves them. */
function numbersOf(text: string, language: Language): string[] {
  const said = readNumbers(text, language).map(({ value, unit = "" }) => `${value} ${unit}`)
  return [...said, ...(text.match(/\d/g) ?? [])]
}

/** In the order of the text: from one to another is not from the other to the one. */
function placesOf(text: string, places: readonly Pick<AreaRef, "id" | "name">[], language: Language): string[] {
  return inOrder(
    text,
    places.map(({ name }) => name[language]),
  )
}

function levelsOf(text: string, language: Language): string[] {
  const words = wordsIn(language)
  return inOrder(
    text.toLowerCase(),
    (["blue", "yellow", "orange", "red"] as const).map((level) => words(`warn:levels.${level}`).toLowerCase()),
  )
}

function inOrder(text: string, names: readonly string[]): string[] {
  const found: { readonly at: number; readonly name: string }[] = []
  for (const name of new Set(names)) {
    if (name === "") continue
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) found.push({ at, name })
  }
  return found.toSorted((a, b) => a.at - b.at || b.name.length - a.name.length).map(({ name }) => name)
}
