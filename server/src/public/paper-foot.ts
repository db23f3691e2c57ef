import { toString as drawQr } from "qrcode"
import { Html, html } from "../platform/html/index.ts"
import type { Making, PublicOptions } from "./page-context.ts"

/**
 * What a printed page needs to be of use on a wall: the state it shows, the way back to what is true now as a square code of 28 mm
 * and as an address to type, and whom to call. On the screen it is not shown.
 */
export async function paperFoot(
  { publicUrl, city }: Pick<PublicOptions, "publicUrl" | "city">,
  { view, words, formats, now }: Making,
  path: string,
): Promise<Html> {
  const address = `${publicUrl}${path}`
  const square = await drawQr(address, { type: "svg", margin: 0, errorCorrectionLevel: "M" })
  return html`<footer class="paper">${new Html(square)}<div><p>${city[view.language]} · ${words("public:paper.state", { at: formats.dateTime(now), zone: formats.zone(now) })}</p>
<p>${words("public:paper.now")}<br><strong>${address}</strong></p><p>${words("public:paper.calls")}</p></div></footer>`
}
