import { requestCategories } from "@holdfast/contracts"
import { type Html, html } from "../../../platform/html/index.ts"
import { ABOUT_A_PERSON, type Answers, type Mistake, type Step, stepBeside, steps } from "../domain/answers.ts"
import { CONTACT_MAX, DESCRIPTION_MAX, PLACE_MAX } from "../domain/request.ts"
import type { FoundPlace } from "./find-places.ts"
import { type District, mistakeAt, mistakeList, type Pen } from "./pen.ts"
import { crimeNote } from "./report-markup.ts"

/** A page of the form, as it is drawn. */
export interface StepPage {
  readonly step: Exclude<Step, "check">
  readonly answers: Answers
  readonly sealed: string
  readonly mistakes: readonly Mistake[]
  readonly districts: readonly District[]
  /** What a search found; absent when nothing was searched. */
  readonly found?: readonly FoundPlace[] | undefined
  readonly search?: string | undefined
  /** A small picture of the photo that is attached, as a data address. */
  readonly thumbnail?: string | undefined
}

/** One question on one page: forward first, so that Enter goes on; back last. The answers so far travel in one hidden field. */
export function stepMarkup(pen: Pen, page: StepPage): Html {
  const { words, query } = pen
  const { step, sealed, mistakes } = page
  const number = steps.indexOf(step) + 1
  return html`<p class="quiet">${words("serve:report.title")} · ${words("serve:report.step", { number, count: steps.length - 1 })}</p>
<h1>${words(`serve:ask.${step}`)}</h1>
${(step === "photo" || step === "what") && crimeNote(words)}
${mistakeList(words, mistakes)}
<form id="report" method="post" action="/report/${step}${query}"${step === "photo" && html` enctype="multipart/form-data"`}>
<input type="hidden" name="answers" value="${sealed}">
${questions[step](pen, page)}
${step !== stepBeside(step, -1) && html`<button class="button" name="go" value="back" formnovalidate>${words("serve:report.back")}</button>`}
</form>
${step === "photo" && html`<p><a href="/report/status${query}">${words("serve:status.link")}</a></p>`}`
}

const questions: Readonly<Record<StepPage["step"], (pen: Pen, page: StepPage) => Html>> = {
  photo: ({ words }, { answers, mistakes, thumbnail }) => {
    const radio = (value: string, label: string, id: string) =>
      html`<p class="choice"><input type="radio" name="person" id="${id}" value="${value}"${answers.photo?.clear && value === "no" && html` checked`}> <label for="${id}">${label}</label></p>`
    return html`${
      answers.photo
        ? html`<p class="attached">${thumbnail && html`<img src="${thumbnail}" alt="${words("serve:photo.alt")}">`} <strong>${words("serve:photo.attached")}</strong></p>`
        : html`<p>${words("serve:photo.lead")}</p>`
    }
<div>${mistakeAt(words, mistakes, "photo")}<label for="photo">${words(answers.photo ? "serve:photo.another" : "serve:photo.file")}</label>
<input type="file" name="photo" id="photo" accept="image/jpeg,image/png,image/webp"${described(mistakes, "photo")}></div>
${cover(words)}
<fieldset>${mistakeAt(words, mistakes, "person")}<legend>${words("serve:photo.person")}</legend>
${radio("no", words("serve:photo.no"), "person")}${radio("yes", words("serve:photo.yes"), "person-yes")}</fieldset>
<p class="quiet">${words("serve:photo.hint")}</p>
<button class="button button-main" name="go" value="next">${words("serve:report.next")}</button>
<button class="button" name="go" value="skip" formnovalidate>${words("serve:photo.skip")}</button>`
  },

  where: ({ words }, { answers, mistakes, districts, found, search }) => html`
<div class="here" hidden data-streets="/report/streets.json"><button class="button" type="button" id="here">${words("serve:where.here")}</button>
<p role="status" data-found="${words("serve:where.hereFound", { street: "{{street}}" })}" data-failed="${words("serve:where.hereFailed")}" data-outside="${words("serve:where.hereOutside")}"></p><p class="quiet">${words("serve:where.hereHint")}</p></div>
<div>${mistakeAt(words, mistakes, "area")}<label for="area">${words("serve:where.area")}</label>
<select name="area" id="area"${described(mistakes, "area")}><option value="">${words("serve:where.areaUnknown")}</option>${districts.map(
    ({ name, streets }) =>
      html`<optgroup label="${name}">${streets.map(
        (street) => html`<option value="${street.id}"${answers.area === street.id && html` selected`}>${street.name}</option>`,
      )}</optgroup>`,
  )}</select></div>
<div>${mistakeAt(words, mistakes, "place")}<label for="place">${words("serve:where.place")}</label><span class="quiet" id="place-hint">${words("serve:where.placeHint")}</span>
<input name="place" id="place" maxlength="${PLACE_MAX}" value="${answers.place}"${described(mistakes, "place")}></div>
<button class="button button-main" name="go" value="next">${words("serve:report.next")}</button>
<details${found && html` open`}><summary>${words("serve:where.search")}</summary>
<label for="search">${words("serve:where.searchFor")}</label><input name="search" id="search" maxlength="60" value="${search ?? ""}">
<button class="button" name="go" value="search" formnovalidate>${words("serve:where.searchNow")}</button>
${
  found &&
  html`<div role="status">${
    found.length === 0
      ? words("serve:where.searchNone", { search: search ?? "" })
      : found.map(
          ({ key, name, around }) =>
            html`<button class="button found" name="go" value="pick ${key}" formnovalidate>${name} <span class="quiet">${around}</span></button>`,
        )
  }</div>`
}</details>`,

  what: (
    { words },
    { answers, mistakes },
  ) => html`<fieldset>${mistakeAt(words, mistakes, "category")}<legend class="unseen">${words("serve:ask.what")}</legend>
${[...requestCategories, ABOUT_A_PERSON].map((category, i) => {
  const id = i === 0 ? "category" : `category-${category}`
  const label = words(category === ABOUT_A_PERSON ? "serve:report.person" : `serve:categories.${category}`)
  return html`<p class="choice"><input type="radio" name="category" id="${id}" value="${category}"${answers.category === category && html` checked`}${described(mistakes, "category")}> <label for="${id}">${label}</label></p>`
})}</fieldset>
<button class="button button-main" name="go" value="next">${words("serve:report.next")}</button>`,

  more: (
    { words },
    { answers, mistakes },
  ) => html`<div>${mistakeAt(words, mistakes, "description")}<label for="description">${words("serve:more.label")}</label><span class="quiet">${words("serve:more.hint")}</span>
<textarea name="description" id="description" rows="5" maxlength="${DESCRIPTION_MAX}"${described(mistakes, "description")}>${answers.description}</textarea></div>
<button class="button button-main" name="go" value="next">${words("serve:report.next")}</button>`,

  contact: (
    { words },
    { answers, mistakes },
  ) => html`<div>${mistakeAt(words, mistakes, "contact")}<label for="contact">${words("serve:contact.label")}</label><span class="quiet">${words("serve:contact.hint")}</span>
<input name="contact" id="contact" maxlength="${CONTACT_MAX}" autocomplete="off" value="${answers.contact}"${described(mistakes, "contact")}></div>
<button class="button button-main" name="go" value="next">${words("serve:contact.next")}</button>`,
}

function described(mistakes: readonly Mistake[], field: Mistake["field"]): Html | false {
  return mistakes.some((one) => one.field === field) && html` aria-invalid="true" aria-describedby="${field}-mistake"`
}

/** Shown by the script only: the photo on a canvas, where people and plates are covered before it leaves the phone. */
function cover(words: Pen["words"]): Html {
  const tool = (id: string, label: string) => html`<button class="tool" type="button" data-tool="${id}">${label}</button>`
  return html`<div class="cover" hidden><p id="cover-hint">${words("serve:cover.hint")}</p>
<div class="frame"><canvas tabindex="0" role="application" aria-label="${words("serve:cover.canvas")}" aria-describedby="cover-hint"></canvas></div>
<p role="status" data-covered="${words("serve:cover.covered")}"></p>
<div class="tools"><label for="cover-size">${words("serve:cover.size")}</label><select id="cover-size"><option value="0.06">${words("serve:cover.small")}</option><option value="0.12" selected>${words("serve:cover.middle")}</option><option value="0.24">${words("serve:cover.large")}</option></select>
${tool("top", words("serve:cover.top"))}${tool("bottom", words("serve:cover.bottom"))}${tool("left", words("serve:cover.left"))}${tool("right", words("serve:cover.right"))}${tool("undo", words("serve:cover.undo"))}</div></div>`
}
