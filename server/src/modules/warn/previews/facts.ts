import type { Bilingual, Level, Warning } from "@holdfast/contracts"
import { placesOf } from "@holdfast/contracts"
import { formatsIn, type Language, wordsIn } from "@holdfast/words"

/** Everything that stands on a poster or a picture, already said in its language; it can go to another thread. */
export interface Facts {
  readonly language: Language
  readonly level: Level
  readonly code: string
  readonly city: string
  readonly title: string
  readonly levelWord: string
  readonly headline: string
  readonly todo: readonly string[]
  readonly what: string
  readonly where: string
  readonly until: string
  readonly sent: string
  /** The state that it shows. */
  readonly asOf: string
  readonly nowHint: string
  readonly address: string
  readonly calls: string
  /** Of a drill or an invented city: stands across everything. */
  readonly drill: string | undefined
}

interface Edition {
  readonly warning: Warning
  readonly language: Language
  readonly now: Date
  readonly city: Bilingual
  readonly timeZone: string
  readonly publicUrl: string
  readonly isLive: boolean
}

export function factsOf({ warning, language, now, city, timeZone, publicUrl, isLive }: Edition): Facts {
  const words = wordsIn(language)
  const formats = formatsIn(language, timeZone)
  const text = warning.texts[language]
  const at = (when: Date) => ({ at: formats.dateTime(when), zone: formats.zone(when) })
  const expires = new Date(warning.expires)
  const names = placesOf(warning).map(({ name }) => name[language])
  const level = words(`warn:levels.${warning.level}`)
  return {
    language,
    level: warning.level,
    code: warning.code,
    city: city[language],
    title: words("coach:poster.title"),
    levelWord: words("coach:poster.level", { level }),
    headline: text.headline,
    todo: linesOf(text.instruction),
    what: linesOf(text.description).join(language === "en" ? " " : ""),
    where: words("coach:poster.where", { places: names.join(language === "en" ? ", " : "、") }),
    until: words("coach:poster.until", at(expires)),
    sent: words("public:card.sent", at(new Date(warning.sentAt!))),
    asOf: words("public:paper.state", at(now)),
    nowHint: words("public:paper.now"),
    address: `${publicUrl}/warnings/${warning.code}`,
    calls: words("public:paper.calls"),
    drill: isLive ? undefined : words("coach:poster.drill"),
  }
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
}
