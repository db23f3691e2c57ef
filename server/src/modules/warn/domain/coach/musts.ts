import type { AreaRef } from "@holdfast/contracts"
import { type Language, languages } from "@holdfast/words"
import { isInside, overlaps } from "../warning.ts"
import { compareLanguages } from "./compare.ts"
import { changeAt, changesOfAll } from "./find-in.ts"
import { type NumberSaid, readNumbers } from "./numbers.ts"
import { mentions, namedIn, wordsOf } from "./places.ts"
import { type Coached, type Mend, type Remark, type Surroundings, type TextField, textFields } from "./remark.ts"
import { mendTimeWords, timeWords } from "./time-words.ts"

/** A remark that must be mended before a warning can be submitted. */
export type Must = Remark<
  | "NO_WORDS"
  | "NO_ACTION"
  | "NO_AREA"
  | "ENDS_BEFORE_START"
  | "ALREADY_OVER"
  | "NUMBERS_DIFFER"
  | "UNITS_DIFFER"
  | "WEEKDAYS_DIFFER"
  | "PLACES_DIFFER"
  | "PLACE_ELSEWHERE"
  | "TIME_WORD"
  | "SLOT_OPEN"
>

const HOUR_MS = 3_600_000
/** What an end is moved to when nobody says otherwise. */
const LASTS_H = 6
const OPEN_SLOT = /\{\{[^}]*\}\}/

/** Everything that must be mended, in the order of the page: what, where, until, words. */
export function findMusts(warning: Coached, around: Surroundings): Must[] {
  const { areas, onset, expires } = warning
  const { now } = around
  const musts: Must[] = []
  const end = { key: "end", put: "", expires: new Date(Math.max(onset.getTime(), now.getTime()) + LASTS_H * HOUR_MS) } as const
  if (areas.length === 0) musts.push({ code: "NO_AREA", found: "" })
  if (expires <= onset) musts.push({ code: "ENDS_BEFORE_START", found: "", mends: [end] })
  else if (expires <= now) musts.push({ code: "ALREADY_OVER", found: "", mends: [end] })
  const places = placeMusts(warning, around.places)
  return [...musts, ...textFields.flatMap((field) => fieldMusts(warning, field, around)), ...places]
}

function fieldMusts(warning: Coached, field: TextField, around: Surroundings): Must[] {
  const { texts } = warning
  const empty = languages.find((language) => texts[language][field].trim() === "")
  if (empty) return [{ code: field === "instruction" ? "NO_ACTION" : "NO_WORDS", found: "", at: { language: empty, field } }]
  const musts = differences(warning, field)
  for (const language of languages) {
    const at = { language, field }
    const word = timeWords[language].exec(texts[language][field])?.[0]
    if (word) musts.push({ code: "TIME_WORD", found: word, at, mends: [mendTimeWords(warning, around)] })
    const slot = OPEN_SLOT.exec(texts[language][field])?.[0]
    if (slot) musts.push({ code: "SLOT_OPEN", found: slot, at, mends: [withoutLinesOf(warning, slot)] })
  }
  return musts
}

/** Numbers, units, and days of the week that the two languages do not share. */
function differences(warning: Coached, field: TextField): Must[] {
  const { texts } = warning
  const { numbers, units, weekdays } = compareLanguages(texts["zh-CN"][field], texts.en[field])
  const musts: Must[] = []
  const differing = languages.flatMap((language) => numbers[language])
  if (differing.length > 0) {
    const language = numbers["zh-CN"].length > 0 ? "zh-CN" : "en"
    const found = differing.map(({ raw }) => raw.trim()).join(", ")
    musts.push({ code: "NUMBERS_DIFFER", found, at: { language, field }, mends: mendNumbers(warning, field, numbers) })
  }
  for (const pair of units) {
    const said = languages.map((language) => `${pair[language].raw.trim()} ${pair[language].unit}`).join(" – ")
    musts.push({ code: "UNITS_DIFFER", found: said, at: { language: "zh-CN", field } })
  }
  if (weekdays.length > 0) musts.push({ code: "WEEKDAYS_DIFFER", found: weekdays.join(", "), at: { language: "zh-CN", field } })
  return musts
}

/** Where each language says one number that the other does not, either may be right: one press for each. */
function mendNumbers(warning: Coached, field: TextField, numbers: Readonly<Record<Language, readonly NumberSaid[]>>): Mend[] {
  const source = warning.written ?? warning.texts
  const [ours, theirs] = [numbers["zh-CN"], numbers.en]
  if (ours.length !== 1 || theirs.length !== 1) return []
  const pairs = [
    { language: "zh-CN", wrong: ours[0]!, right: theirs[0]! },
    { language: "en", wrong: theirs[0]!, right: ours[0]! },
  ] as const
  return pairs.flatMap(({ language, wrong, right }): Mend[] => {
    const text = source[language][field]
    // Offsets are those of the text as it is read; with full-width figures they would be others.
    const place = text === text.normalize("NFKC") && readNumbers(text, language).find(({ value }) => value === wrong.value)
    if (!place) return []
    const put = /^[\d:.]+$/.test(right.value) ? right.value : right.raw.trim()
    const change = changeAt(text, { language, field }, { from: place.at, length: place.raw.trimEnd().length }, put)
    return [{ key: "write", put, language, changes: [change] }]
  })
}

/** Takes the lines with an open slot out of both languages, since nothing is known that could fill it. */
function withoutLinesOf({ written, texts }: Coached, slot: string): Mend {
  const source = written ?? texts
  const name = /\w+/.exec(slot)?.[0] ?? ""
  const line = new RegExp(`[^\\n]*\\{\\{\\s*${name}\\s*\\}\\}[^\\n]*\\n?`)
  const changes = languages.flatMap((language) =>
    textFields.flatMap((field) => changesOfAll(source[language][field], { language, field }, line, () => "")),
  )
  return { key: "remove", put: slot, changes }
}

/** Places that only one language names, but for those around the whole area, such as the city as the one who speaks; and words that name other places than the warning is for. */
function placeMusts({ areas, texts }: Coached, all: readonly AreaRef[]): Must[] {
  const isAround = (place: AreaRef) => areas.some(({ id }) => id !== place.id && isInside(id, [place]))
  const places = all.filter((place) => !isAround(place))
  const musts: Must[] = []
  const named = languages.map((language) => ({ language, found: namedIn(wordsOf(texts, language), places, language) }))
  for (const { language, found } of named) {
    const other = language === "en" ? "zh-CN" : "en"
    const text = wordsOf(texts, other)
    const missing = found.find(
      (place) =>
        !found.some((same) => same.name[language] === place.name[language] && mentions(text, same, other)) &&
        !mentions(text, place, other),
    )
    if (!missing) continue
    const field = textFields.find((one) => texts[language][one].includes(missing.name[language])) ?? "description"
    musts.push({ code: "PLACES_DIFFER", found: missing.name[language], at: { language, field } })
  }
  const { found } = named[0]!
  const isHere = (place: AreaRef) => overlaps([place], areas)
  const text = wordsOf(texts, "zh-CN")
  const elsewhere = found.find((place) => !isHere(place))
  if (elsewhere && areas.length > 0 && !found.some(isHere) && !areas.some((area) => mentions(text, area, "zh-CN"))) {
    const field = textFields.find((one) => texts["zh-CN"][one].includes(elsewhere.name["zh-CN"])) ?? "description"
    musts.push({
      code: "PLACE_ELSEWHERE",
      found: elsewhere.name["zh-CN"],
      at: { language: "zh-CN", field },
      area: elsewhere,
    })
  }
  return musts
}
