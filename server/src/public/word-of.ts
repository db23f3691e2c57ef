import type { PublicWarning } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"
import type { Making } from "./page-context.ts"

/** On whose word it stands, where that is not two people of this city: passed on, sent alone or by itself; and when a slip was mended. */
export function wordOf({ warning, correctedAt }: PublicWarning, { view, words, formats, link }: Making): Html {
  const { original, basis } = warning
  const relayed = original && { issuer: original.issuer[view.language], reference: original.reference }
  const said = [
    relayed && html`<p class="quiet">${words("authority:relayed", relayed)}</p>`,
    basis !== "approved" && html`<p class="quiet">${words(`authority:basis.${basis}`)}</p>`,
    basis === "alone" && html`<p class="quiet"><a href="${link("/warnings")}">${words("authority:count.title")}</a></p>`,
    correctedAt && html`<p class="quiet">${words("authority:corrected", { at: formats.dateTime(new Date(correctedAt)) })}</p>`,
  ]
  return html`${said}`
}
