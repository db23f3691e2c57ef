import type { Area } from "@holdfast/contracts"
import { type Html, html } from "../platform/html/index.ts"
import type { Making } from "./page-context.ts"

/** The place that was chosen and a form to choose another: it travels in the address of the page and is kept nowhere. */
export function placeForm(areas: readonly Area[], action: string, { view, words }: Making): Html {
  const { language, large, place } = view
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

/** "西河区 柳荫街道": the district first, as people say it. */
export function nameOf(place: Area, areas: readonly Area[], language: "zh-CN" | "en"): string {
  const parent = areas.find(({ id, kind }) => id === place.parent && kind === "district")
  const names = [...(parent ? [parent.name[language]] : []), place.name[language]]
  return language === "zh-CN" ? names.join(" ") : names.toReversed().join(", ")
}
