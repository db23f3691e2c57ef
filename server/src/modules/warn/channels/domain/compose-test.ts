import { type CapXml, toCapTime, writeCap } from "@holdfast/cap"
import type { Bilingual, WarningTexts } from "@holdfast/contracts"
import { formatsIn, type Language, languages, wordsIn } from "@holdfast/words"

export interface TestFacts {
  readonly identifier: string
  readonly sender: string
  readonly city: Bilingual
  readonly channel: Bilingual
  readonly at: Date
  readonly expires: Date
  readonly timeZone: string
}

/** What a loop test says in each language. */
export function testTexts({ channel, at, timeZone }: Pick<TestFacts, "channel" | "at" | "timeZone">): WarningTexts {
  const inLanguage = (language: Language) => {
    const words = wordsIn(language)
    const values = { channel: channel[language], at: formatsIn(language, timeZone).dateTime(at) }
    return {
      headline: words("channels:test.headline", values),
      description: words("channels:test.text", values),
      instruction: words("channels:test.do"),
    }
  }
  return { "zh-CN": inLanguage("zh-CN"), en: inLanguage("en") }
}

/** The CAP message of a loop test: status Test, and private, so that no receiver shows it to anybody. */
export function composeTestCap(facts: TestFacts): CapXml {
  const { identifier, sender, city, at, expires, timeZone } = facts
  const texts = testTexts(facts)
  return writeCap({
    ...{
      identifier,
      sender,
      sent: toCapTime(at, timeZone),
      status: "Test",
      msgType: "Alert",
      scope: "Private",
      addresses: sender,
    },
    info: languages.map((language) => ({
      language,
      category: ["Other"],
      event: texts[language].headline,
      responseType: ["None"],
      ...{ urgency: "Unknown", severity: "Unknown", certainty: "Unknown" },
      expires: toCapTime(expires, timeZone),
      senderName: city[language],
      headline: texts[language].headline,
      description: texts[language].description,
      instruction: texts[language].instruction,
      area: [{ areaDesc: city[language] }],
    })),
  })
}
