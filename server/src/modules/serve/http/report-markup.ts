import { requestCategories } from "@holdfast/contracts"
import type { Formats, Words } from "@holdfast/words"
import { type Html, html } from "../../../platform/html/index.ts"
import { CONTACT_MAX, DESCRIPTION_MAX, isFinished, PLACE_MAX, type ServiceRequest } from "../domain/request.ts"
import { ABOUT_A_PERSON, type Mistake, type Typed } from "./report-form.ts"

/** What all pages of this module are written with. `query` keeps language and size from page to page. */
export interface Pen {
  readonly words: Words
  readonly formats: Formats
  readonly query: string
}

export interface District {
  readonly name: string
  readonly streets: readonly { readonly id: string; readonly name: string }[]
}

/** The form, on one page: what was typed is kept, and mistakes stand on top with a link to each and again at their field. */
export function formMarkup(
  { words, query }: Pen,
  { typed, mistakes, districts }: { typed: Typed; mistakes: readonly Mistake[]; districts: readonly District[] },
): Html {
  const mistakeAt = (field: Mistake["field"]) => {
    const found = mistakes.find((one) => one.field === field)
    return found && html`<p class="problem" id="${field}-mistake">✕ ${words(`serve:mistakes.${found.mistake}`)}</p>`
  }
  const described = (field: Mistake["field"]) =>
    mistakes.some((one) => one.field === field) && html` aria-invalid="true" aria-describedby="${field}-mistake"`
  const radio = (name: "category" | "person", value: string, label: string, first: boolean) =>
    html`<p><input type="radio" name="${name}" id="${first ? name : `${name}-${value}`}" value="${value}"${typed[name] === value && html` checked`}${described(name)}> <label for="${first ? name : `${name}-${value}`}">${label}</label></p>`
  return html`<h1>${words("serve:report.title")}</h1>
${crimeNote(words)}
<p>${words("serve:report.lead")}</p>
${
  mistakes.length > 0 &&
  html`<div class="card" role="alert"><h2>${words("serve:report.mend")}</h2><ul>${mistakes.map(
    ({ field, mistake }) => html`<li><a href="#${field}">${words(`serve:mistakes.${mistake}`)}</a></li>`,
  )}</ul><p>${words("serve:report.photoAgain")}</p></div>`
}
<form method="post" action="/report${query}" enctype="multipart/form-data">
<input type="hidden" name="form" value="${typed.form}">
<fieldset><legend>${words("serve:report.what")}</legend>${mistakeAt("category")}
${requestCategories.map((category, i) => radio("category", category, words(`serve:categories.${category}`), i === 0))}
${radio("category", ABOUT_A_PERSON, words("serve:report.person"), false)}</fieldset>
<div><label for="area">${words("serve:report.area")}</label>${mistakeAt("area")}
<select name="area" id="area"${described("area")}><option value="">${words("serve:report.areaUnknown")}</option>${districts.map(
    ({ name, streets }) =>
      html`<optgroup label="${name}">${streets.map(
        (street) => html`<option value="${street.id}"${typed.area === street.id && html` selected`}>${street.name}</option>`,
      )}</optgroup>`,
  )}</select></div>
${placeFields(words, typed, mistakeAt, described)}
<fieldset><legend>${words("serve:report.photo")}</legend><p class="quiet">${words("serve:report.photoHint")}</p>${mistakeAt("photo")}
<label for="photo">${words("serve:report.photoFile")}</label><input type="file" name="photo" id="photo" accept="image/jpeg,image/png,image/webp"${described("photo")}>
<fieldset style="border:0;margin:0;padding:0"><legend>${words("serve:report.personInPhoto")}</legend>${mistakeAt("person")}
${radio("person", "no", words("serve:report.no"), true)}${radio("person", "yes", words("serve:report.yes"), false)}</fieldset></fieldset>
<div><label for="contact">${words("serve:report.contact")}</label>${mistakeAt("contact")}<span class="quiet">${words("serve:report.contactHint")}</span>
<input name="contact" id="contact" maxlength="${CONTACT_MAX}" autocomplete="off" value="${typed.contact}"${described("contact")}></div>
<button class="button button-main">${words("serve:report.send")}</button>
</form>
<p><a href="/report/status${query}">${words("serve:status.link")}</a></p>`
}

/** Where to go with what is not taken here. */
export function aboutAPersonMarkup({ words, query }: Pen): Html {
  return html`<h1>${words("serve:person.title")}</h1>
<p>${words("serve:person.why")}</p>
${crimeNote(words)}
<p>${words("serve:person.else")}</p>
<p><a class="button" href="/report${query}">${words("serve:person.back")}</a></p>`
}

export function receivedMarkup({ words, formats, query }: Pen, code: string, request: ServiceRequest): Html {
  return html`<h1>${words("serve:received.title")}</h1>
<div class="card"><p>${words("serve:received.code")}</p><p><strong style="font:600 1.75rem ui-monospace,monospace">${code}</strong></p>
<p>${words("serve:received.keep")}</p></div>
<p>${words("serve:received.due", { at: formats.dateTime(request.dueAt), zone: formats.zone(request.dueAt) })}</p>
<form method="post" action="/report/status${query}"><input type="hidden" name="code" value="${code}">
<button class="button">${words("serve:received.show")}</button></form>`
}

/** Asks for the code; it goes in the body, so that it stands in no address and no log. */
export function codeMarkup({ words, query }: Pen, mistake?: string): Html {
  return html`<h1>${words("serve:status.title")}</h1>
<form method="post" action="/report/status${query}">
<div><label for="code">${words("serve:status.code")}</label>${mistake && html`<p class="problem" id="code-mistake" role="alert">✕ ${mistake}</p>`}
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
<h2>${words("serve:status.yours")}</h2><p>${place}</p><p style="white-space:pre-line">${request.description}</p>
${request.photo && html`<p class="quiet">${words("serve:status.photo")}</p>`}
${
  !isFinished(request.state) &&
  html`<h2>${words("serve:status.correct")}</h2><form method="post" action="/report/status/correct${query}"><input type="hidden" name="code" value="${code}">
${placeFields(
  words,
  request,
  () => undefined,
  () => undefined,
)}
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

/** A refusal of the whole page, in words and with what to do. */
export function refusedMarkup({ words, query }: Pen, detail: string): Html {
  return html`<h1>${words("serve:refused.title")}</h1><p role="alert">${detail}</p>
<p><a class="button" href="/report/status${query}">${words("serve:status.link")}</a> <a class="button" href="/report${query}">${words("serve:report.title")}</a></p>`
}

function crimeNote(words: Words): Html {
  return html`<p class="card"><strong>${words("serve:report.crime")}</strong> <a href="tel:110">110</a> · <a href="tel:119">119</a> · <a href="tel:120">120</a></p>`
}

function placeFields(
  words: Words,
  { place, description }: { readonly place: string; readonly description: string },
  mistakeAt: (field: "place" | "description") => Html | undefined,
  described: (field: "place" | "description") => Html | false | undefined,
): Html {
  return html`<div><label for="place">${words("serve:report.place")}</label>${mistakeAt("place")}
<input name="place" id="place" maxlength="${PLACE_MAX}" value="${place}"${described("place")}></div>
<div><label for="description">${words("serve:report.description")}</label>${mistakeAt("description")}<span class="quiet">${words("serve:report.descriptionHint")}</span>
<textarea name="description" id="description" rows="4" maxlength="${DESCRIPTION_MAX}"${described("description")}>${description}</textarea></div>`
}
