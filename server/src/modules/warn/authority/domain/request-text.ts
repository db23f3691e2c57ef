import type { Bilingual } from "@holdfast/contracts"
import { formatsIn, type Language, languages, wordsIn } from "@holdfast/words"
import type { StoredWarning } from "../../domain/warning.ts"

/** What another body is asked, in both languages: who asks, for what, where, until when, and the words as they were drafted. */
export function requestText(
  warning: Pick<StoredWarning, "code" | "level" | "areas" | "onset" | "expires" | "texts">,
  of: {
    readonly city: Bilingual
    readonly issuer: Bilingual
    readonly why: Bilingual
    readonly event: Bilingual
    readonly timeZone: string
  },
): { readonly subject: string; readonly text: string } {
  const part = (language: Language) => {
    const words = wordsIn(language)
    const formats = formatsIn(language, of.timeZone)
    const between = language === "zh-CN" ? "、" : ", "
    const values = {
      city: of.city[language],
      issuer: of.issuer[language],
      event: of.event[language],
      level: words(`warn:levels.${warning.level}`),
      areas: warning.areas.map(({ name }) => name[language]).join(between),
      from: formats.dateTime(warning.onset),
      until: formats.dateTime(warning.expires),
      why: of.why[language],
      code: warning.code,
    }
    const { headline, description, instruction } = warning.texts[language]
    return {
      subject: words("authority:request.subject", values),
      text: [words("authority:request.text", values), headline, description, instruction].join("\n\n"),
    }
  }
  const parts = languages.map(part)
  return { subject: parts.map(({ subject }) => subject).join(" · "), text: parts.map(({ text }) => text).join("\n\n———\n\n") }
}
