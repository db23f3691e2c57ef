import type { OutsideAlert } from "@holdfast/contracts"
import { overlaps } from "../../modules/warn/index.ts"
import { type Html, html } from "../../platform/html/index.ts"
import { joinNames, type Making, type PublicOptions } from "../page-context.ts"

/** What others warn of here, as lines apart from the city's own: whose it is, in their words, with their message as it came. */
export async function lineOthers({ outside }: Pick<PublicOptions, "outside">, making: Making): Promise<Html[]> {
  const { view, words, formats, now, serverLink } = making
  const alerts = (await outside?.listRelayedAlerts()) ?? []
  const { place, language } = view
  return alerts
    .filter(({ areas }) => !place || overlaps([place], areas))
    .filter(({ expiresAt }) => new Date(expiresAt) > now)
    .map((alert) => {
      const { headline, event, language: own } = wordsOf(alert, language)
      return html`<li><strong>${words("public:others.from", { issuer: alert.publisher[language] })}</strong> <span lang="${own}">${headline || event}</span> <span class="quiet">${joinNames(
        alert.areas.map(({ name }) => name),
        language,
      )} · ${words("public:others.until", { at: formats.shortDateTime(new Date(alert.expiresAt)) })}</span> <a href="${serverLink(`/cap/others/${alert.id}.xml`)}">${words("public:others.original")}</a></li>`
    })
}

/** Their words in the reader's language, else in English, else as they come. */
export function wordsOf({ texts }: Pick<OutsideAlert, "texts">, language: string): OutsideAlert["texts"][number] {
  const starts = (wanted: string) => texts.find((text) => text.language.toLowerCase().startsWith(wanted))
  return starts(language.slice(0, 2)) ?? starts("en") ?? texts[0]!
}
