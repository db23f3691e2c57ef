import { type AreaRef, splitShortMessage } from "@holdfast/contracts"
import { formatsIn, type Language, languages } from "@holdfast/words"
import { isInside } from "../warning.ts"
import { rareCharacters } from "./common-characters.ts"
import { changesOfAll } from "./find-in.ts"
import { mentions, namedIn, wordsOf } from "./places.ts"
import { findHardWord, findLongSentence } from "./plain-words.ts"
import {
  type Coached,
  type Mend,
  type MoreSurroundings,
  type Remark,
  type TextChange,
  type TextPlace,
  textFields,
} from "./remark.ts"

/** A remark that may be left as it is: whoever writes may have a reason that no rule sees. The most important first. */
const codes = [
  "HTML",
  "NO_HAZARD",
  "NO_PLACE",
  "PLACE_NOT_INCLUDED",
  "END_NOT_SAID",
  "ACTION_UNCLEAR",
  "VAGUE_ACTOR",
  "TOO_LONG",
  "HEADLINE_LONG",
  "SHORT_LONG",
  "SMS_PARTS",
  "LONG_SENTENCE",
  "HARD_WORD",
  "RARE_CHARACTER",
  "CURLY_QUOTES",
  "NO_SOURCE",
] as const
type Better = Remark<(typeof codes)[number]>

/** More at once would only be scrolled past. */
const BETTERS_MAX = 3
/** What phones show at once: the headline of a cell broadcast, its short text, and all that 15 pages of it hold. */
const HEADLINE_CHARACTERS = 90
const SHORT_CHARACTERS = 360
const CELL_BROADCAST_CHARACTERS = 1_395
/** Each part is paid for and may arrive alone. */
const SMS_PARTS_MAX = 4

/** Words that leave open who is meant. */
const vague = {
  "zh-CN": /(有关|相关)(部门|单位|人员|方面)/,
  en: /\b(relevant|concerned|appropriate|competent) (units?|departments?|authorit(?:y|ies)|parties|personnel)\b/i,
} as const
/** Something that a person can do; enough to tell it from a mere description. */
const actions = {
  "zh-CN": /不|别|勿|请|马上|立即|现在|关|离|去|到|躲|避|转移|拨打|打|带|留|看|查|开|移|停|戴|喝|用|收|清|上|待/,
  en: /\b(do not|don't|never|go|stay|leave|move|keep|call|close|shut|open|switch|turn|take|avoid|wear|drink|boil|use|look|check|clear|put|stop|wait|walk|drive|bring|help|watch|light|touch|report|ask|tell|hold|get|listen|charge|follow|plan|cut|cover|drop|wash|cook|buy|eat|enter|pack|unplug|carry|let|test|return|throw|rest|visit|choose)\b/i,
} as const
const HAZARD_WORD_MIN = 3
const CURLY = /[\u2018\u2019\u201A\u201B\u201C-\u201F\u2032\u2033\u2013\u2014\u2026\u00A0]/
const straight: Readonly<Record<string, string>> = { "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00A0": " " }
const HTML = /<\/?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d{2,5});/i
const sourceLine = { "zh-CN": "{{city}}发布。", en: "Issued by {{city}}." } as const
/** Words that say who speaks. */
const source = { "zh-CN": /发布|通报|提醒/, en: /\b(issued by|from the|says?|announce[sd]?)\b/i } as const

/**
 * What would be better: the five parts (source, hazard, place, time, action), plain words, a length that phones show. A neighbour may
 * be named for a good reason, such as where the water comes from, so none of this keeps anybody from submitting.
 */
export function findBetters(warning: Coached, around: MoreSurroundings): Better[] {
  const found = [
    ...placesBeyond(warning, around.neighbours),
    ...languages.flatMap((language) => [...partsOf(warning, language, around), ...wordingOf(warning, language, around)]),
    ...languages.flatMap((language) => lengthsOf(warning, language)),
  ]
  const once = new Map(found.toReversed().map((one) => [`${one.code} ${one.at?.language} ${one.area?.id}`, one]))
  const weight = ({ code }: Better) => codes.indexOf(code)
  return [...once.values()]
    .toReversed()
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, BETTERS_MAX)
}

/** Neighbours that the words name and the area does not include, otherwise than as a part of an included area's longer name. */
function placesBeyond({ areas, texts }: Coached, neighbours: readonly AreaRef[]): Better[] {
  return neighbours.flatMap((area): Better[] => {
    const language = languages.find((one) => namedIn(wordsOf(texts, one), [...areas, area], one).includes(area))
    const field = language && textFields.find((one) => texts[language][one].includes(area.name[language]))
    return field ? [{ code: "PLACE_NOT_INCLUDED", found: area.name[language], at: { language, field }, area }] : []
  })
}

function saysSource({ texts }: Coached, language: Language, { city }: MoreSurroundings): boolean {
  const words = wordsOf(texts, language)
  return source[language].test(words) || mentions(words, { name: city }, language)
}

/** Which of the five parts are missing in one language. */
function partsOf(warning: Coached, language: Language, around: MoreSurroundings): Better[] {
  const { areas, texts, expires } = warning
  const words = wordsOf(texts, language)
  const about = `${texts[language].headline}\n${texts[language].description}`
  const at: TextPlace = { language, field: "description" }
  const betters: Better[] = []
  const names = around.hazard.flatMap((name) => hazardWords(name[language], language))
  if (!names.some((name) => about.toLowerCase().includes(name)))
    betters.push({ code: "NO_HAZARD", found: "", at: { language, field: "headline" } })
  const parents = around.places.filter(({ id }) => areas.some((area) => isInside(area.id, [{ id }])))
  if (areas.length > 0 && ![...areas, ...parents].some((area) => mentions(about, area, language)))
    betters.push({
      code: "NO_PLACE",
      found: "",
      at,
      mends: [addLine(at, language === "en" ? "Where: {{area}}." : "范围：{{area}}。")],
    })
  const end = formatsIn(language, around.timeZone).time(expires)
  if (!words.includes(end)) {
    const mend = addLine(at, language === "en" ? "Until {{until}}." : "有效至{{until}}。")
    betters.push({ code: "END_NOT_SAID", found: end, at, mends: [mend] })
  }
  const { instruction } = texts[language]
  if (instruction.trim() !== "" && !actions[language].test(instruction))
    betters.push({ code: "ACTION_UNCLEAR", found: "", at: { language, field: "instruction" } })
  if (!saysSource(warning, language, around)) {
    // In one press for both: the city is named in both languages or in none.
    const silent = languages.filter((one) => !saysSource(warning, one, around))
    const changes = silent.map((one) => ({ language: one, field: "description", find: "", put: sourceLine[one] }) as const)
    betters.push({ code: "NO_SOURCE", found: "", at, mends: [{ key: "add", put: sourceLine[language], changes }] })
  }
  return betters
}

/** Each word of an English name may stand for it, but those that only say how bad it is. */
function hazardWords(name: string, language: Language): string[] {
  if (language === "zh-CN") return [name]
  return name
    .toLowerCase()
    .split(" ")
    .filter((word) => word.length >= HAZARD_WORD_MIN && word !== "heavy")
}

function addLine(at: TextPlace, put: string): Mend {
  return { key: "add", put, language: at.language, changes: [{ ...at, find: "", put }] }
}

/** Words that are hard to read, leave something open, or came with a paste. */
function wordingOf({ areas, texts, written }: Coached, language: Language, around: MoreSurroundings): Better[] {
  const own = (written ?? texts)[language]
  const names = [...areas, ...around.neighbours].map((area) => area.name[language])
  const known = [...names, around.city[language], ...around.hazard.map((name) => name[language])]
  return textFields.flatMap((field): Better[] => {
    const at = { language, field }
    const text = own[field]
    const betters: Better[] = []
    const actor = vague[language].exec(text)?.[0]
    if (actor) betters.push({ code: "VAGUE_ACTOR", found: actor, at })
    const tag = HTML.exec(text)?.[0]
    if (tag) betters.push({ code: "HTML", found: tag, at, mends: [mendOf("remove", tag, changesOfAll(text, at, HTML, plainOf))] })
    const curly = language === "en" ? CURLY.exec(text)?.[0] : undefined
    if (curly) {
      const changes = changesOfAll(text, at, CURLY, (one) => straight[one] ?? (/[\u201C-\u201F\u2033]/.test(one) ? '"' : "'"))
      betters.push({ code: "CURLY_QUOTES", found: curly, at, mends: [mendOf("plainQuotes", "", changes)] })
    }
    const sentence = findLongSentence(text, language)
    if (sentence) betters.push({ code: "LONG_SENTENCE", ...sentence, at })
    const hard = findHardWord(text, language)
    if (hard) {
      const changes = changesOfAll(text, at, hard.pattern, (one) => inCase(one, hard.plain))
      const mend = hard.plain === "" ? mendOf("remove", hard.found, changes) : mendOf("write", hard.plain, changes)
      betters.push({ code: "HARD_WORD", found: hard.found, at, mends: [mend] })
    }
    const rare = language === "zh-CN" ? rareCharacters(text, known) : []
    if (rare.length > 0) betters.push({ code: "RARE_CHARACTER", found: rare.join("、"), at })
    return betters
  })
}

function mendOf(key: Mend["key"], put: string, changes: readonly TextChange[]): Mend {
  return { key, put, changes }
}

/** A tag goes; what stands for a character becomes it. */
function plainOf(markup: string): string {
  const characters: Readonly<Record<string, string>> = { "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' }
  return characters[markup.toLowerCase()] ?? ""
}

/** A word at the beginning of a sentence stays one. */
function inCase(replaced: string, put: string): string {
  return /^[A-Z]/.test(replaced) ? put.slice(0, 1).toUpperCase() + put.slice(1) : put
}

/** What phones cut off. */
function lengthsOf({ texts }: Coached, language: Language): Better[] {
  const { headline, description, instruction } = texts[language]
  const betters: Better[] = []
  const tooLong = (code: Better["code"], length: number, limit: number, field: TextPlace["field"]) => {
    if (length > limit) betters.push({ code, found: String(length), limit, at: { language, field } })
  }
  const [whole, short] = [`${headline} ${description} ${instruction}`, `${headline} ${instruction}`]
  tooLong("TOO_LONG", whole.length, CELL_BROADCAST_CHARACTERS, "description")
  tooLong("HEADLINE_LONG", headline.length, HEADLINE_CHARACTERS, "headline")
  tooLong("SHORT_LONG", short.length, SHORT_CHARACTERS, "instruction")
  tooLong("SMS_PARTS", splitShortMessage(short).parts.length, SMS_PARTS_MAX, "instruction")
  return betters
}
