import type { Bilingual, OutsideAlert } from "@holdfast/contracts"

type Named = Pick<OutsideAlert, "publisher" | "texts">

/** What lists call an alert: who says it, and what, in the reader's language where it has that. Many headlines begin with who says it. */
export function nameOf(alert: Named): Bilingual {
  const event = eventOf(alert)
  const named = (language: keyof Bilingual, colon: string) => {
    const [by, what] = [alert.publisher[language], event[language]]
    return what.startsWith(by) ? what : `${by}${colon}${what}`
  }
  return { "zh-CN": named("zh-CN", "："), en: named("en", ": ") }
}

/** What it is about, in the words of whoever gave it. */
export function eventOf({ texts }: Pick<Named, "texts">): Bilingual {
  const [first] = texts
  const own = (language: string) => texts.find((text) => text.language.toLowerCase().startsWith(language)) ?? first
  const word = (text: typeof first) => text?.headline || text?.event || ""
  return { "zh-CN": word(own("zh")), en: word(own("en")) }
}
