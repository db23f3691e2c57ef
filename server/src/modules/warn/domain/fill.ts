import {
  type AreaRef,
  type Bilingual,
  HEADLINE_MAX,
  type Level,
  signalSlots,
  type WarningTexts,
  type warningSlots,
} from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import { type Measured, sayAmount, sayMeasured, sayMoment } from "./say-measured.ts"

/**
 * What the slots of a pack's template are filled from. Without a signal there is no value and no threshold; null says that a signal is
 * there and nothing was measured for it.
 */
export interface SlotSource {
  readonly areas: readonly AreaRef[]
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

/**
 * Fills a template in both languages by the same formatters, so that numbers, units, places, and times cannot differ. A slot
 * that nothing is known for stays as it is, and the coach asks for it; lines about a measurement go when there was none.
 */
export function fillTexts(template: WarningTexts, source: SlotSource): WarningTexts {
  return { "zh-CN": fillIn("zh-CN", template, source), en: fillIn("en", template, source) }
}

function fillIn(language: Language, template: WarningTexts, source: SlotSource): WarningTexts["en"] {
  const fill = (text: string, namesMax: number) => {
    const slots = slotsIn(language, source, namesMax)
    return withoutMeasurement(text, source)
      .replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (slot, name: string) => slots[name] ?? slot)
      .trim()
  }
  const { headline, description, instruction } = template[language]
  return {
    headline: fill(headline, NAMES_IN_HEADLINE).slice(0, HEADLINE_MAX),
    description: fill(description, NAMES_IN_TEXT),
    instruction: fill(instruction, NAMES_IN_TEXT),
  }
}

const ofMeasurement = new RegExp(`\\{\\{\\s*(?:${signalSlots.join("|")})\\s*\\}\\}`)

/** A text that is a single line has nothing else to say, so that its author is asked. */
function withoutMeasurement(text: string, { measured }: SlotSource): string {
  const others = text.split("\n").filter((line) => !ofMeasurement.test(line))
  return measured === null && others.some((line) => line.trim() !== "") ? others.join("\n") : text
}

function slotsIn(language: Language, source: SlotSource, namesMax: number): Readonly<Record<string, string | undefined>> {
  const { areas, level, onset, expires, city, timeZone, measured } = source
  const amount = (value: number | null | undefined) =>
    value === null || value === undefined || !measured ? undefined : sayAmount(value, measured.unit, language, timeZone)
  const words = wordsIn(language)
  const named = areas.slice(0, namesMax).map(({ name }) => name[language])
  const names = named.join(language === "zh-CN" ? "、" : ", ")
  return {
    area: areas.length > namesMax ? words("warn:areas", { names, count: areas.length }) : names,
    level: words(`warn:levels.${level}`),
    city: city[language],
    from: sayMoment(onset, language, timeZone),
    until: sayMoment(expires, language, timeZone),
    measured: measured ? sayMeasured(measured, language, timeZone) : undefined,
    value: amount(measured?.value),
    threshold: amount(measured?.threshold),
  } satisfies Record<Slot, string | undefined>
}
