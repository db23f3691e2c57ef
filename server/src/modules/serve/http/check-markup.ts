import { type Html, html } from "../../../platform/html/index.ts"
import type { Answers, Step } from "../domain/answers.ts"
import type { Pen } from "./pen.ts"
import { crimeNote } from "./report-markup.ts"

/** The last look. */
export interface CheckPage {
  readonly answers: Answers
  readonly sealed: string
  /** Street and place in the reader's language. */
  readonly place: string
  readonly thumbnail: string | undefined
  /** When the same kind of problem was reported in this street; only its day is shown. */
  readonly alike: { readonly at: Date; readonly street: string } | undefined
  /** The form was open for more than a day, so it is asked for once more. */
  readonly isStale: boolean
}

/** Everything that was answered, each with its way back, and what somebody else may have reported already. */
export function checkMarkup({ words, formats, query }: Pen, page: CheckPage): Html {
  const { answers, sealed, place, thumbnail, alike, isStale } = page
  const kind = words(`serve:categories.${answers.category}`)
  const row = (step: Step, value: Html | string) =>
    html`<div><dt>${words(`serve:check.${step}`)}</dt><dd>${value || html`<span class="quiet">${words("serve:check.nothing")}</span>`}</dd>
<dd><button class="change" name="go" value="to ${step}">${words("serve:check.change")} <span class="unseen">${words(`serve:check.${step}`)}</span></button></dd></div>`
  return html`<h1>${words("serve:ask.check")}</h1>
${isStale && html`<p class="card" role="alert">${words("serve:check.stale")}</p>`}
<form id="report" method="post" action="/report/check${query}"><input type="hidden" name="answers" value="${sealed}">
${
  alike &&
  html`<div class="card"><h2>${words("serve:alike.title")}</h2><p>${kind} · ${alike.street} · ${formats.day(alike.at)}</p>
<button class="button" name="go" value="same">${words("serve:alike.same")}</button></div>`
}
<dl class="check">
${row("photo", thumbnail ? html`<img src="${thumbnail}" alt="${words("serve:photo.alt")}">` : "")}
${row("where", place)}
${row("what", kind)}
${row("more", answers.description && html`<span class="typed">${answers.description}</span>`)}
${row("contact", answers.contact)}</dl>
<button class="button button-main" name="go" value="send">${words(alike ? "serve:alike.send" : "serve:report.send")}</button>
<button class="button" name="go" value="back">${words("serve:report.back")}</button></form>
${crimeNote(words)}`
}

/** The same form came before with other words: both stay reachable, and nothing is sent twice by accident. */
export function sentBeforeMarkup({ words, query }: Pen, { code, sealed }: { code: string; sealed: string }): Html {
  return html`<h1>${words("serve:before.title")}</h1><p>${words("serve:before.what")}</p>
<p class="code">${code}</p>
<form method="post" action="/report/status${query}"><input type="hidden" name="code" value="${code}">
<button class="button button-main">${words("serve:before.show")}</button></form>
<form id="report" method="post" action="/report/check${query}"><input type="hidden" name="answers" value="${sealed}">
<button class="button" name="go" value="to check">${words("serve:before.another")}</button></form>`
}

/** Somebody reported the same: nothing was sent. */
export function notSentMarkup({ words, query }: Pen): Html {
  return html`<h1>${words("serve:alike.thanks")}</h1><p>${words("serve:alike.nothing")}</p>${crimeNote(words)}
<p><a class="button" href="/${query}">${words("serve:alike.home")}</a></p>`
}
