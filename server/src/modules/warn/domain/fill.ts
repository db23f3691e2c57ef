import {
  type Bilingual,
  DESCRIPTION_MAX,
  fillSlots,
  HEADLINE_MAX,
  type Level,
  placesOf,
  signalSlots,
  type WarningArea,
  type WarningShape,
  type WarningSlots,
  type WarningTexts,
  type warningSlots,
} from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import { type Measured, sayAmount, sayMeasured, sayMoment } from "./say-measured.ts"

/**
 * What the slots of a text are filled from. Without a signal there is no value and no threshold; null says that a signal is there and
 * nothing was measured for it.
 */
export interface SlotSource {
  readonly areas: readonly WarningArea[]
  /** Drawn areas are named by their own names. */
  readonly shapes?: readonly Pick<WarningShape, "name">[]
  readonly level: Level
  readonly onset: Date
  readonly expires: Date
  readonly city: Bilingual
  readonly timeZone: string
  readonly measured?: Measured | null | undefined
}

type Slot = (typeof warningSlots)[number] | (typeof signalSlots)[number]

/** A headline names so few areas, a text so many, and both say how many there are in all; the page lists every one. */
const NAMES_IN_HEADLINE = 3
const NAMES_IN_TEXT = 8

/** A template as an author begins with it: lines about a measurement go when there was none, the other slots stay. */
export function beginTexts(template: WarningTexts, source: Pick<SlotSource, "measured">): WarningTexts {
  return eachLanguage((language) => eachField(template[language], (text) => withoutMeasurement(text, source).trim()))
}

/**
 * Fills the slots in both languages by the same formatters, so that numbers, units, places, and times cannot differ. A slot that
 * nothing is known for stays as it is, and the coach asks for it.
 */
export function fillTexts(written: WarningTexts, source: SlotSource): WarningTexts {
  return eachLanguage((language) => {
    const { headline, text } = slotsIn(language, source)
    return eachField(written[language], (words, field) =>
      field === "headline" ? fillSlots(words, headline).slice(0, HEADLINE_MAX) : fillSlots(words, text).slice(0, DESCRIPTION_MAX),
    )
  })
}

/** What each slot says now. */
export function slotsIn(language: Language, source: SlotSource): WarningSlots {
  return { headline: valuesIn(language, source, NAMES_IN_HEADLINE), text: valuesIn(language, source, NAMES_IN_TEXT) }
}

function eachLanguage(make: (language: Language) => WarningTexts["en"]): WarningTexts {
  return { "zh-CN": make("zh-CN"), en: make("en") }
}

function eachField(
  { headline, description, instruction }: WarningTexts["en"],
  make: (text: string, field: keyof WarningTexts["en"]) => string,
): WarningTexts["en"] {
  return {
    headline: make(headline, "headline"),
    description: make(description, "description"),
    instruction: make(instruction, "instruction"),
  }
}

const ofMeasurement = new RegExp(`\\{\\{\\s*(?:${signalSlots.join("|")})\\s*\\}\\}`)

/** A text that is a single line has nothing else to say, so that its author is asked. */
function withoutMeasurement(text: string, { measured }: Pick<SlotSource, "measured">): string {
  const others = text.split("\n").filter((line) => !ofMeasurement.test(line))
  return measured === null && others.some((line) => line.trim() !== "") ? others.join("\n") : text
}

function valuesIn(language: Language, source: SlotSource, namesMax: number): WarningSlots["text"] {
  const { areas, shapes = [], level, onset, expires, city, timeZone, measured } = source
  const places = placesOf({ areas, shapes })
  const amount = (value: number | null | undefined) =>
    value === null || value === undefined || !measured ? undefined : sayAmount(value, measured.unit, language, timeZone)
  const words = wordsIn(language)
  const named = places.slice(0, namesMax).map(({ name }) => name[language])
  const names = named.join(language === "zh-CN" ? "、" : ", ")
  const values: Readonly<Record<Slot, string | undefined>> = {
    area: places.length > namesMax ? words("warn:areas", { names, count: places.length }) : names,
    level: words(`warn:levels.${level}`),
    city: city[language],
    from: sayMoment(onset, language, timeZone),
    until: sayMoment(expires, language, timeZone),
    measured: measured ? sayMeasured(measured, language, timeZone) : undefined,
    value: amount(measured?.value),
    threshold: amount(measured?.threshold),
  }
  return Object.fromEntries(Object.entries(values).flatMap(([slot, value]) => (value === undefined ? [] : [[slot, value]])))
}
