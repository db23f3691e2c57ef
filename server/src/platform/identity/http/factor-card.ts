import { type Language, wordsIn } from "@holdfast/words"
import qrcode from "qrcode"
import { Html, html } from "../../html/index.ts"
import type { PendingFactor } from "../pending-factors.ts"

/** A new second factor to scan or to type, and its recovery codes: for the one page that shows them. */
export async function factorCard(language: Language, { uri, secret, recoveryCodes }: PendingFactor): Promise<Html> {
  const words = wordsIn(language)
  const drawing = await qrcode.toString(uri, { type: "svg", errorCorrectionLevel: "M", margin: 2 })
  return html`<section class="card">
<h2>${words("identity:factor.scan")}</h2>
<div class="qr" role="img" aria-label="${words("identity:factor.qr")}">${new Html(drawing)}</div>
<p>${words("identity:factor.type")} <code>${secret.match(/.{1,4}/g)!.join(" ")}</code></p>
</section>
<section class="card">
<h2>${words("identity:factor.recovery")}</h2>
<p>${words("identity:factor.recoveryHint")}</p>
<ul class="codes">${recoveryCodes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
</section>`
}
