import type { WarningTexts } from "@holdfast/contracts"
import { formatsIn, type Language, wordsIn } from "@holdfast/words"
import type { StoredWarning } from "./warning.ts"

/**
 * The text for taking back what was sent in error. It says that nobody needs to follow it, and never that there is no danger:
 * who takes back a message knows only that the message was wrong.
 */
export function prepareRetraction(warning: Pick<StoredWarning, "texts">, sentAt: Date, timeZone: string): WarningTexts {
  const inLanguage = (language: Language) => {
    const words = wordsIn(language)
    const values = { headline: warning.texts[language].headline, at: formatsIn(language, timeZone).dateTime(sentAt) }
    return {
      headline: words("warn:retraction.headline", values),
      description: words("warn:retraction.description", values),
      instruction: words("warn:retraction.instruction"),
    }
  }
  return { "zh-CN": inLanguage("zh-CN"), en: inLanguage("en") }
}
