import type { PackRule, Signal } from "@holdfast/contracts"
import { formatsIn, type Language, wordsIn } from "@holdfast/words"

/** What a signal saw, and how its rule reckoned it; without a rule nobody can say over which time. */
export interface Measured extends Pick<Signal, "value" | "threshold" | "unit" | "because"> {
  readonly rule: Pick<PackRule, "over" | "windowMin" | "radiusM" | "of"> | undefined
}

/** Measured values are said with one decimal at most. */
const DECIMALS = 10
const MINUTE_MS = 60_000

/** A measured amount with its unit; UCUM says `1` for a plain number. */
export function sayAmount(value: number, unit: string, language: Language, timeZone: string): string {
  const formats = formatsIn(language, timeZone)
  const rounded = Math.round(value * DECIMALS) / DECIMALS
  return unit === "1" ? formats.count(rounded) : formats.measure(rounded, unit)
}

/** A moment with its day and zone, as a text for the public names it. */
export function sayMoment(at: Date, language: Language, timeZone: string): string {
  const formats = formatsIn(language, timeZone)
  const [moment, zone] = [formats.dateTime(at), formats.zone(at)]
  return language === "zh-CN" ? `${moment}（${zone}）` : `${moment} (${zone})`
}

/**
 * The value together with what it is the value of: “53.2 mm in 3 h at Xihe rain gauge”. A bare value would leave open over which
 * time, and a reader would take a day's rain for an hour's. Undefined when there is no value, or nothing to say this from.
 */
export function sayMeasured({ value, unit, rule, because }: Measured, language: Language, timeZone: string): string | undefined {
  const newest = because.at(-1)
  if (value === null || !rule || !newest || rule.over === "missing") return undefined
  const formats = formatsIn(language, timeZone)
  return wordsIn(language)(`warn:measured.${rule.over}`, {
    value: sayAmount(value, unit, language, timeZone),
    window: formats.duration(rule.windowMin * MINUTE_MS),
    place: newest.thing[language],
    at: sayMoment(new Date(newest.at), language, timeZone),
    count: value,
    all: rule.of?.length ?? 0,
    radius: formats.measure(rule.radiusM ?? 0, "m"),
  })
}
