import type { AreaRef, CorrectionFault, WarningTexts } from "@holdfast/contracts"
import { type Language, languages, wordsIn } from "@holdfast/words"
import { readNumbers } from "./coach/numbers.ts"
import { textFields } from "./coach/remark.ts"

/** A slip is a word or two; more is another text. */
const WORDS_MAX = 3
/** Words that turn an order round: one more or one less, and people do the opposite. */
const negations = {
  "zh-CN": /不|勿|别|禁|停|莫|未|无|非|免/g,
  en: /\b(?:not?|never|none|cannot|don['’]?t|do not|stop|avoid|without|unless|until|only)\b/gi,
} as const

/**
 * Whether a change mends a slip of the pen and nothing else: the same numbers and times, places, levels, and negations, and hardly
 * another word. Undefined when it does. A person reads it nevertheless, since no rule reads meaning.
 *
 * @param places every area that the city has, by name
 */
export function findCorrectionFault(
  before: WarningTexts,
  after: WarningTexts,
  places: readonly AreaRef[],
): CorrectionFault | undefined {
  let isSame = true
  for (const language of languages) {
    for (const field of textFields) {
      const [was, is] = [before[language][field], after[language][field]]
      if (was === is) continue
      isSame = false
      if (numbersOf(was, language) !== numbersOf(is, language)) return "numbers"
      if (placesOf(was, places, language) !== placesOf(is, places, language)) return "places"
      if (levelsOf(was, language) !== levelsOf(is, language)) return "level"
      if (countOf(was, negations[language]) !== countOf(is, negations[language])) return "negation"
      if (wordsBetween(was, is, language) > WORDS_MAX) return "more"
    }
  }
  return isSame ? "same" : undefined
}

function numbersOf(text: string, language: Language): string {
  return JSON.stringify(readNumbers(text, language)) + countOf(text, /\d/g)
}

function placesOf(text: string, places: readonly AreaRef[], language: Language): string {
  return places.map(({ name }) => text.split(name[language]).length - 1).join()
}

function levelsOf(text: string, language: Language): string {
  const words = wordsIn(language)
  return (["blue", "yellow", "orange", "red"] as const)
    .map((level) => text.toLowerCase().split(words(`warn:levels.${level}`).toLowerCase()).length - 1)
    .join()
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

/** How many words only one of two texts has, in order. */
function wordsBetween(one: string, other: string, language: Language): number {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" })
  const [ones, others] = [one, other].map((text) =>
    [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment),
  )
  let row = new Array<number>(others!.length + 1).fill(0)
  for (const word of ones!) {
    const next = [0]
    for (const [at, with_] of others!.entries()) next.push(word === with_ ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!))
    row = next
  }
  return Math.max(ones!.length, others!.length) - row.at(-1)!
}
