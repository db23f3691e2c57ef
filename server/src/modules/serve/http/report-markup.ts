import type { Words } from "@holdfast/words"
import { type Html, html } from "../../../platform/html/index.ts"
import type { ServiceRequest } from "../domain/request.ts"
import type { Pen } from "./pen.ts"

/** Where to go with what is not taken here; back, and everything else is still answered. */
export function aboutAPersonMarkup({ words, query }: Pen, sealed: string): Html {
  return html`<h1>${words("serve:person.title")}</h1>
<p>${words("serve:person.why")}</p>
${crimeNote(words)}
<p>${words("serve:person.else")}</p>
<form id="report" method="post" action="/report/what${query}"><input type="hidden" name="answers" value="${sealed}">
<button class="button" name="go" value="to what">${words("serve:person.back")}</button></form>`
}

export function receivedMarkup(
  { words, formats, query }: Pen,
  { code, request, isNew }: { code: string; request: ServiceRequest; isNew: boolean },
): Html {
  return html`<h1>${words("serve:received.title")}</h1>
${!isNew && html`<p role="status">${words("serve:received.once")}</p>`}
<div class="card"><p>${words("serve:received.code")}</p><p class="code">${code}</p>
<p>${words("serve:received.keep")}</p>
<button class="button" type="button" id="print" hidden>${words("serve:received.print")}</button></div>
<p>${words("serve:received.due", { at: formats.dateTime(request.dueAt), zone: formats.zone(request.dueAt) })}</p>
<form method="post" action="/report/status${query}"><input type="hidden" name="code" value="${code}">
<button class="button">${words("serve:received.show")}</button></form>
<p><a href="/${query}">${words("serve:alike.home")}</a></p>`
}

/** A refusal of the whole page, in words and with what to do. */
export function refusedMarkup({ words, query }: Pen, detail: string): Html {
  return html`<h1>${words("serve:refused.title")}</h1><p role="alert">${detail}</p>
<p>${words("serve:refused.back")}</p>
<p><a class="button" href="/report${query}">${words("serve:refused.again")}</a> <a class="button" href="/report/status${query}">${words("serve:status.link")}</a></p>${crimeNote(words)}`
}

export function crimeNote(words: Words): Html {
  return html`<p class="card crime"><strong>${words("serve:report.crime")}</strong> <span><a href="tel:110">110</a> <a href="tel:119">119</a> <a href="tel:120">120</a></span></p>`
}
