import { type Html, html } from "../../../platform/html/index.ts"
import { DESCRIPTION_MAX, isFinished, PLACE_MAX, type ServiceRequest } from "../domain/request.ts"
import type { Pen } from "./pen.ts"

/** Asks for the code; it goes in the body, so that it stands in no address and no log. */
export function codeMarkup({ words, query }: Pen, mistake?: string): Html {
  return html`<h1>${words("serve:status.title")}</h1>
<form method="post" action="/report/status${query}">
<div>${mistake && html`<p class="problem" id="code-mistake" role="alert">✕ ${mistake}</p>`}<label for="code">${words("serve:status.code")}</label>
<input name="code" id="code" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="K7-3Q9X-MB4D"${mistake && html` aria-invalid="true" aria-describedby="code-mistake"`}></div>
<button class="button button-main">${words("serve:status.show")}</button></form>`
}

export function statusMarkup(
  { words, formats, query }: Pen,
  { code, request, place, told }: { code: string; request: ServiceRequest; place: string; told: string | undefined },
): Html {
  const at = (time: Date) => formats.dateTime(time)
  return html`<h1>${words(`serve:categories.${request.category}`)}</h1>
${told && html`<p role="status"><strong>${told}</strong></p>`}
<div class="card"><p><strong>${words(`serve:states.${request.state}`)}</strong></p>
${request.answer && request.answeredAt && html`<h2>${words("serve:status.answer")}</h2><p>${request.answer}</p><p class="quiet">${at(request.answeredAt)}</p>`}
<p class="quiet">${words("serve:status.times", { received: at(request.receivedAt), due: at(request.dueAt) })}</p></div>
<h2>${words("serve:status.yours")}</h2><p>${place}</p><p class="typed">${request.description}</p>
${request.photo && html`<p class="quiet">${words("serve:status.photo")}</p>`}
${
  !isFinished(request.state) &&
  html`<h2>${words("serve:status.correct")}</h2><form method="post" action="/report/status/correct${query}"><input type="hidden" name="code" value="${code}">
<div><label for="place">${words("serve:where.place")}</label><input name="place" id="place" maxlength="${PLACE_MAX}" value="${request.place}"></div>
<div><label for="description">${words("serve:more.label")}</label><span class="quiet">${words("serve:more.hint")}</span>
<textarea name="description" id="description" rows="4" maxlength="${DESCRIPTION_MAX}">${request.description}</textarea></div>
<button class="button">${words("serve:status.save")}</button></form>`
}
<h2>${words("serve:status.delete")}</h2><p>${words("serve:status.deleteHint")}</p>
<form method="post" action="/report/status/delete${query}"><input type="hidden" name="code" value="${code}">
<button class="button">${words("serve:status.deleteNow")}</button></form>`
}

export function deletedMarkup({ words, query }: Pen): Html {
  return html`<h1>${words("serve:deleted.title")}</h1><p>${words("serve:deleted.what")}</p>
<p><a class="button" href="/report${query}">${words("serve:report.title")}</a></p>`
}
