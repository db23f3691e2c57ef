import type { Area } from "@holdfast/contracts"
import { type Html, html } from "../platform/html/index.ts"
import type { Making } from "./page-context.ts"

/** The place that was chosen and a form to choose another: it travels in the address of the page and is kept nowhere. */
export function placeForm(areas: readonly Area[], action: string, making: Making): Html {
  const { view, words } = making
  const { language, large, place, still } = view
  if (still) return placeLinks(areas, action, making)
  const districts = areas.filter(({ kind }) => kind === "district")
  const streets = areas.filter(({ kind }) => kind === "street")
  const option = ({ id }: Area, label: string) =>
    html`<option value="${id}"${id === place?.id && html` selected`}>${label}</option>`
  return html`<details class="place"><summary><strong>${place ? nameOf(place, areas, language) : words("public:place.city")}</strong> <span>${words(place ? "public:place.change" : "public:place.choose")}</span></summary>
<form method="get" action="${action}"><label for="place">${words("public:place.label")}</label>
<select id="place" name="place"><option value="">${words("public:place.city")}</option>
${districts.map(
  (district) =>
    html`<optgroup label="${district.name[language]}">${option(district, words("public:place.whole", { name: district.name[language] }))}${streets
      .filter(({ parent }) => parent === district.id)
      .map((street) => option(street, street.name[language]))}</optgroup>`,
)}</select>
<input type="hidden" name="lang" value="${language}">${large && html`<input type="hidden" name="size" value="large">`}
<button class="button">${words("public:place.show")}</button><p class="quiet">${words("public:place.kept")}</p></form></details>`
}

/** The same on a page that is a file: nobody is there to ask. */
function placeLinks(areas: readonly Area[], action: string, { view: { language, place }, words, link }: Making): Html {
  const path = action === "/" ? "/at" : action
  const to = ({ id }: Area, label: string) => html`<a href="${link(`${path}/${id}`)}">${label}</a> `
  const districts = areas.filter(({ kind }) => kind === "district")
  const here = districts.find(({ id }) => id === place?.id || id === place?.parent)
  const streets = areas.filter(({ kind, parent }) => kind === "street" && parent === here?.id)
  return html`<details class="place"><summary><strong>${place ? nameOf(place, areas, language) : words("public:place.city")}</strong> <span>${words(place ? "public:place.change" : "public:place.choose")}</span></summary>
<p><a href="${link(action)}">${words("public:place.city")}</a></p><p>${districts.map((district) => to(district, district.name[language]))}</p>${streets.length > 0 && html`<p>${streets.map((street) => to(street, street.name[language]))}</p>`}</details>`
}

/** "西河区 柳荫街道": the district first, as people say it. */
export function nameOf(place: Area, areas: readonly Area[], language: "zh-CN" | "en"): string {
  const parent = areas.find(({ id, kind }) => id === place.parent && kind === "district")
  const names = [...(parent ? [parent.name[language]] : []), place.name[language]]
  return language === "zh-CN" ? names.join(" ") : names.toReversed().join(", ")
}
