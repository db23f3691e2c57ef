import type { OutsideAlert } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"

type Text = OutsideAlert["texts"][number]

/** Their words in the reader's language, else in English, else as they come. */
export function ownWords({ texts }: Pick<OutsideAlert, "texts">, language: Language): Text {
  const starts = (wanted: string) => texts.find((text) => text.language.toLowerCase().startsWith(wanted))
  return starts(language === "zh-CN" ? "zh" : "en") ?? starts("en") ?? texts[0]!
}

/** A language in itself, such as 中文; a code that nobody knows stands as it is. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code.split("-")[0]!) ?? code
  } catch {
    return code
  }
}

/** What a list calls it. */
export function headlineOf(alert: Pick<OutsideAlert, "texts">, language: Language): string {
  const { headline, event } = ownWords(alert, language)
  return headline || event
}
