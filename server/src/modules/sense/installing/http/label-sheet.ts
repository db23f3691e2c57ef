import type { Bilingual, InstalledDevice } from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import { toString as drawQr } from "qrcode"
import { Html, html } from "../../../../platform/html/index.ts"

interface Sheet {
  readonly language: Language
  readonly query: {
    readonly text: string
    readonly import?: string | undefined
    readonly phone: string
    readonly size?: string | undefined
  }
  readonly publicUrl: string
  readonly city: Bilingual
  readonly limit: number
}

/**
 * Squares of 28 mm are read from an arm's length, also when a corner is scratched (level Q mends a quarter). What no camera reads
 * stands beside it in words: the code, the address, and whom to call.
 */
const style = new Html(`<style>
.labels { display: grid; grid-template-columns: repeat(auto-fill, minmax(84mm, 1fr)); gap: 0; padding: 0; list-style: none; }
.labels li { display: flex; gap: 4mm; align-items: center; min-height: 40mm; margin: 0; padding: 4mm; border: 0.3mm dashed var(--line-strong); break-inside: avoid; background: white; color: black; }
.labels svg { flex: none; width: 28mm; height: 28mm; }
.labels p { margin: 0 0 1mm; font-size: 9pt; line-height: 1.3; overflow-wrap: anywhere; }
.labels .key { font: 700 13pt ui-monospace, monospace; }
@media screen { .labels { max-width: 100%; } .labels li { margin: -0.15mm; } body { max-width: 62rem; } }
@media (max-width: 360px) { .labels { grid-template-columns: 1fr; } }
@media print { .top, .label-form, h1 { display: none; } @page { margin: 10mm; } .labels { grid-template-columns: 1fr 1fr; } }
</style>`)

/** Labels to print, each with square, code, address, and telephone. */
export async function labelSheet(
  devices: readonly InstalledDevice[],
  { language, query, publicUrl, city, limit }: Sheet,
): Promise<Html> {
  const words = wordsIn(language)
  const host = publicUrl.replace(/^https?:\/\//, "")
  const labels = await Promise.all(
    devices.slice(0, limit).map(async ({ key, name }) => {
      const path = `/d/${encodeURIComponent(key)}`
      const square = await drawQr(`${publicUrl}${path}`, { type: "svg", margin: 0, errorCorrectionLevel: "Q" })
      return html`<li>${new Html(square)}<div><p class="key">${key}</p><p>${name[language]}</p>
<p>${city[language]} · ${words("devices:label.scan")} ${host}${path}</p>${query.phone && html`<p><strong>${words("devices:label.call", { phone: query.phone })}</strong></p>`}</div></li>`
    }),
  )
  return html`${style}<h1>${words("devices:label.title")}</h1>
<form class="label-form" method="get" action="/devices/labels"><input type="hidden" name="lang" value="${language}">${query.size === "large" && html`<input type="hidden" name="size" value="large">`}
${query.text && html`<input type="hidden" name="text" value="${query.text}">`}${query.import && html`<input type="hidden" name="import" value="${query.import}">`}
<p>${words("devices:label.count", { count: labels.length })} · ${words("devices:label.print")}</p>
${devices.length > limit && html`<p class="problem">${words("devices:label.most", { limit })}</p>`}
<label for="phone">${words("devices:label.phone")}</label> <input id="phone" name="phone" type="tel" pattern="[0-9+()\\- ]*" maxlength="30" value="${query.phone}">
<button class="button">${words("devices:label.show")}</button></form>
${labels.length === 0 ? html`<p>${words("devices:label.none")}</p>` : html`<ul class="labels">${labels}</ul>`}`
}
