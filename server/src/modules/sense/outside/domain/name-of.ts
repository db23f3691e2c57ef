import type { Bilingual, OutsideAlert } from "@holdfast/contracts"

type Named = Pick<OutsideAlert, "publisher" | "texts">

/** What lists call an alert: who says it, and what, in the reader's language where it has that. */
export function nameOf(alert: Named): Bilingual {
  const event = eventOf(alert)
  return { "zh-CN": `${alert.publisher["zh-CN"]}：${event["zh-CN"]}`, en: `${alert.publisher.en}: ${event.en}` }
}

/** What it is about, in the words of whoever gave it. */
export function eventOf({ texts }: Pick<Named, "texts">): Bilingual {
  const [first] = texts
  const own = (language: string) => texts.find((text) => text.language.toLowerCase().startsWith(language)) ?? first
  const word = (text: typeof first) => text?.headline || text?.event || ""
  return { "zh-CN": word(own("zh")), en: word(own("en")) }
}
