import type { Language } from "@holdfast/words"
import { CHINESE_NUMERAL, chineseValue, ENGLISH_NUMERAL, englishValue } from "./numerals.ts"

/** A number that a text names. */
export interface NumberSaid {
  /** In one written form for both languages: 41.2万 is 412000, 8 pm is 20:00, a month is its number. */
  readonly value: string
  /** As it stands in the text. */
  readonly raw: string
  readonly at: number
  /** UCUM-like; undefined where none stands behind it. */
  readonly unit: string | undefined
  /** Words such as “one” or 四周 may be no number: they answer for one in the other language, and ask for none. */
  readonly soft: boolean
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
const MONTH =
  "\\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b"
const FIGURES = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`
const DAYTIME = "上午|下午|晚上|凌晨|早上|中午|傍晚"
/** Behind these a Chinese numeral counts something; 两侧, 四周, 十分 say no number. */
const MEASURES =
  "个|名|位|人|户|家|条|座|栋|辆|所|次|层|楼|级|小时|分钟|秒|天|日|月|年|号|毫米|厘米|公里|千米|米|公斤|吨|升|度|倍|支|只|台|站"

const patterns: Readonly<Record<Language, RegExp>> = {
  "zh-CN": new RegExp(
    [
      String.raw`(?<clock>(?<![\d:])\d{1,2}:\d\d)`,
      String.raw`(?<oclock>(?<daytime>${DAYTIME})?(?<hour>\d{1,2})[点时](?!候|刻|常|期)(?:(?<half>半)|(?<minute>\d{1,2})分?)?)`,
      String.raw`(?<spoken>(?<spokenDaytime>${DAYTIME})(?<spokenHour>${CHINESE_NUMERAL})点(?<spokenHalf>半)?)`,
      String.raw`(?<figures>${FIGURES})\s*(?<times>[万亿百]|千(?![米克瓦]))?`,
      String.raw`(?<roman>IV|I{1,3})(?=级)`,
      String.raw`${CHINESE_NUMERAL}分之${CHINESE_NUMERAL}`,
      String.raw`(?<words>${CHINESE_NUMERAL})(?<measure>${MEASURES})?`,
    ].join("|"),
    "g",
  ),
  en: new RegExp(
    [
      String.raw`(?<clock>(?<![\d:])\d{1,2}:\d\d)(?:\s*(?<meridiem>[ap])\.?m\b\.?)?`,
      String.raw`(?<oclock>(?<hour>\d{1,2})(?:\s*(?<hourMeridiem>[ap])\.?m\b\.?|\s+o['’]clock))`,
      String.raw`(?<month>(?<=\d )${MONTH}|${MONTH}(?= \d))`,
      String.raw`(?<figures>${FIGURES})(?:\s+(?<times>hundred|thousand|million)\b)?`,
      String.raw`(?<=\b[Ll]evel )(?<roman>IV|I{1,3})\b`,
      String.raw`\b(?<words>${ENGLISH_NUMERAL})\b`,
      String.raw`\b(?<both>both|third)\b`,
    ].join("|"),
    "gi",
  ),
}
const factors: Readonly<Record<string, number>> = {
  百: 100,
  千: 1e3,
  万: 1e4,
  亿: 1e8,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
}
const romans: Readonly<Record<string, number>> = { I: 1, II: 2, III: 3, IV: 4 }

/** Units by what they are called; the longer names first, so that 毫米 is not read as 米. */
const units: readonly (readonly [string, RegExp])[] = [
  ["mm", /^(毫米|mm\b|millimet)/i],
  ["cm", /^(厘米|公分|cm\b|centimet)/i],
  ["km/h", /^(公里\/小时|公里每小时|km\/h)/i],
  ["km", /^(公里|千米|km\b|kilomet)/i],
  ["m/s", /^(米\/秒|米每秒|m\/s)/i],
  ["m3", /^(立方米|m³|m3\b|cubic met)/i],
  ["m", /^(米|m\b|met(?:er|re)s?\b)/i],
  ["h", /^(个?小时|h\b|hours?\b)/i],
  ["min", /^(分钟|分(?!之)|min\b|minutes?\b)/i],
  ["s", /^(秒|s\b|seconds?\b)/i],
  ["d", /^(天|days?\b)/i],
  ["Cel", /^(℃|°C|摄氏度|degrees? C)/i],
  ["%", /^(%|百分|percent\b|per cent\b)/i],
  ["t", /^(吨|t\b|tonn?es?\b|tons?\b)/i],
  ["kg", /^(公斤|千克|kg\b|kilograms?\b)/i],
  ["ug/m3", /^(微克|[µu]g\/m|micrograms?\b)/i],
  ["L", /^(升|L\b|lit(?:er|re)s?\b)/],
]

/** The numbers of a text, in its order. */
export function readNumbers(text: string, language: Language): NumberSaid[] {
  const plain = text.normalize("NFKC")
  const found: NumberSaid[] = []
  for (const match of plain.matchAll(patterns[language])) {
    if (!match.groups) continue
    // The measure word may be the unit itself: 两小时.
    const measure = match.groups["measure"] ?? ""
    const raw = match[0].slice(0, match[0].length - measure.length)
    const unit = unitOf(plain.slice(match.index + raw.length).replace(/^[\s-]+/, ""))
    for (const said of valuesOf(match.groups, language)) found.push({ ...said, raw, at: match.index, unit })
  }
  return found
}

type Groups = Readonly<Record<string, string | undefined>>

/** 两三天 says two numbers at once; everything else one. */
const ABOUT = /^[一二两三四五六七八九]{2}$/

function valuesOf(groups: Groups, language: Language): Pick<NumberSaid, "value" | "soft">[] {
  const { words } = groups
  const each = words && ABOUT.test(words) ? Array.from(words).map((one) => ({ ...groups, words: one })) : [groups]
  return each.flatMap((one) => valueOf(one, language) ?? [])
}

function valueOf(groups: Groups, language: Language): Pick<NumberSaid, "value" | "soft"> | undefined {
  const { clock, oclock, spoken, month, figures, roman, words, both } = groups
  if (clock) {
    const [hour, minute] = clock.split(":")
    return { value: toClock(Number(hour), minute!, groups["meridiem"]), soft: false }
  }
  if (oclock) {
    const minute = groups["half"] ? "30" : (groups["minute"] ?? "00")
    return { value: toClock(Number(groups["hour"]), minute, groups["hourMeridiem"] ?? groups["daytime"]), soft: false }
  }
  if (spoken) {
    const minute = groups["spokenHalf"] ? "30" : "00"
    return { value: toClock(chineseValue(groups["spokenHour"]!), minute, groups["spokenDaytime"]), soft: false }
  }
  if (month) return { value: String(months.indexOf(month.slice(0, 3).toLowerCase()) + 1), soft: false }
  if (figures) {
    const value = Number(figures.replaceAll(",", "")) * (factors[groups["times"]?.toLowerCase() ?? ""] ?? 1)
    return { value: String(Number(value.toPrecision(12))), soft: false }
  }
  if (roman) return { value: String(romans[roman.toUpperCase()]), soft: true }
  if (both) return { value: both.toLowerCase() === "both" ? "2" : "3", soft: true }
  if (!words) return undefined
  const value = language === "en" ? englishValue(words) : chineseValue(words)
  // “One” and 一 are seldom meant as a number, and a Chinese numeral that counts nothing is part of a word.
  return { value: String(value), soft: value <= 1 || (language === "zh-CN" && groups["measure"] === undefined) }
}

/** In the 24 hours of the day, whatever the text counts in. */
function toClock(hour: number, minute: string, part: string | undefined): string {
  const isAfternoon = part !== undefined && ["p", "下午", "晚上", "傍晚"].includes(part.toLowerCase())
  const isMidnight = part?.toLowerCase() === "a" && hour === 12
  const inDay = isMidnight ? 0 : isAfternoon && hour < 12 ? hour + 12 : hour
  return `${String(inDay).padStart(2, "0")}:${minute.padStart(2, "0")}`
}

function unitOf(behind: string): string | undefined {
  return units.find(([, name]) => name.test(behind))?.[0]
}
