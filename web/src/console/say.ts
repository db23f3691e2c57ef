import { type Area, type Bilingual, type Role, roles } from "@holdfast/contracts"
import type { Formats, Language, Words } from "@holdfast/words"

/** The name of a role; whatever acts without a person, such as a rule or a clock, is "the system". */
export function roleWord(words: Words, role: string): string {
  return words(`console:roles.${roles.includes(role as Role) ? role : "system"}`)
}

/** Areas by name, in the reader's language and with its comma. */
export function areaNames(areas: readonly { name: Bilingual }[], language: Language): string {
  return areas.map(({ name }) => name[language]).join(language === "zh-CN" ? "、" : ", ")
}

/** An area as it stands in a long list: a street after its district, because one alone names no place. */
export function nameInDistrict({ kind, parent, name }: Area, all: readonly Area[], language: Language): string {
  const district = kind === "street" && all.find(({ id }) => id === parent)
  return district ? `${district.name[language]} ${name[language]}` : name[language]
}

/** When something was in a narrow list: the hour, and of another day its date too, because the hour alone would look fresh. */
export function hourWord(formats: Formats, at: Date, now: Date): string {
  return formats.day(at) === formats.day(now) ? formats.time(at) : formats.shortDateTime(at)
}

/** A measured value with its unit; null is said in words, never as a dash. */
export function valueWord(words: Words, formats: Formats, value: number | null, unit: string): string {
  if (value === null) return words("console:signal.noData")
  // UCUM says 1 for a plain number, such as a count of alarms.
  return unit === "1" ? formats.count(value) : formats.measure(Math.round(value * 100) / 100, unit)
}

/** A number of households, grouped by thousands. */
export function householdsWord(words: Words, formats: Formats, count: number): string {
  return words("console:outage.households", { count, shown: formats.count(count) })
}

/** How many protected consequences there are, as far as anybody may know. */
export function protectedWord(words: Words, count: string): string {
  return words("console:thread.protected", {
    shown: /^\d+$/.test(count) ? words("console:thread.about", { count }) : words("console:thread.few"),
  })
}
