import type { Language } from "@holdfast/words"
import { type NumberSaid, readNumbers } from "./numbers.ts"

/** What two languages say differently in one part of the text. */
interface Difference {
  /** The numbers that only this language says, or says more often. */
  readonly numbers: Readonly<Record<Language, readonly NumberSaid[]>>
  /** Numbers that both say, in another unit each. */
  readonly units: readonly { readonly "zh-CN": NumberSaid; readonly en: NumberSaid }[]
  /** Days of the week, 1 is Monday. */
  readonly weekdays: readonly number[]
}

const WEEKDAYS = "一二三四五六日"
const english = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
const ENGLISH_DAY = /\b(?:(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?= \d)|(mon|tues|wednes|thurs|fri|satur|sun)days?\b)/gi

/**
 * Compares a text in both languages. A number that one of them repeats is no difference; one that the other does not say is, and so
 * are two that are said unequally often in opposite directions, as after changing one of several.
 */
export function compareLanguages(chinese: string, inEnglish: string): Difference {
  const [ours, theirs] = [readNumbers(chinese, "zh-CN"), readNumbers(inEnglish, "en")]
  const missing = { "zh-CN": onlyIn(ours, theirs), en: onlyIn(theirs, ours) }
  const more = { "zh-CN": saidMore(ours, theirs), en: saidMore(theirs, ours) }
  const isMissing = missing["zh-CN"].length + missing.en.length > 0
  const isSwapped = more["zh-CN"].length > 0 && more.en.length > 0
  return {
    numbers: isMissing ? missing : isSwapped ? more : { "zh-CN": [], en: [] },
    units: unitsThatDiffer(ours, theirs),
    weekdays: weekdaysThatDiffer(chinese, inEnglish),
  }
}

/** What `ours` says and `theirs` does not say at all. */
function onlyIn(ours: readonly NumberSaid[], theirs: readonly NumberSaid[]): NumberSaid[] {
  const said = new Set(theirs.map(({ value }) => value))
  return once(ours.filter(({ value, soft }) => !soft && !said.has(value)))
}

/** What `ours` says more often than `theirs`, of what both say. */
function saidMore(ours: readonly NumberSaid[], theirs: readonly NumberSaid[]): NumberSaid[] {
  const count = (all: readonly NumberSaid[], wanted: string) => all.filter(({ value, soft }) => !soft && value === wanted).length
  const soft = new Set([...ours, ...theirs].filter((one) => one.soft).map(({ value }) => value))
  return once(ours.filter((one) => !soft.has(one.value) && count(ours, one.value) > count(theirs, one.value)))
}

function once(numbers: readonly NumberSaid[]): NumberSaid[] {
  return [...new Map(numbers.map((one) => [one.value, one])).values()]
}

function unitsThatDiffer(ours: readonly NumberSaid[], theirs: readonly NumberSaid[]): Difference["units"] {
  const withUnit = (all: readonly NumberSaid[], value: string) => all.filter((one) => one.value === value && one.unit)
  return once(ours).flatMap(({ value }) => {
    const [here, there] = [withUnit(ours, value), withUnit(theirs, value)]
    const agree = here.some(({ unit }) => there.some((other) => other.unit === unit))
    return here[0] && there[0] && !agree ? [{ "zh-CN": here[0], en: there[0] }] : []
  })
}

/** Days of the week that only one of two texts names, where both name some. */
function weekdaysThatDiffer(chinese: string, inEnglish: string): number[] {
  const ours = new Set(
    [...chinese.matchAll(/(?:周|星期|礼拜)([一二三四五六日天])/g)].map(
      ([, day]) => WEEKDAYS.indexOf(day!.replace("天", "日")) + 1,
    ),
  )
  const theirs = new Set([...inEnglish.matchAll(ENGLISH_DAY)].map(([day]) => english.indexOf(day.slice(0, 3).toLowerCase()) + 1))
  if (ours.size === 0 || theirs.size === 0) return []
  return [...ours.symmetricDifference(theirs)]
}
