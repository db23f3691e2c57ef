import { html } from "../platform/html/index.ts"
import { makingOf, type PublicOptions, type View } from "./page-context.ts"
import { paperFoot } from "./paper-foot.ts"
import { nameOf, placeForm } from "./place-form.ts"
import { wholePage } from "./whole-page.ts"

/** What fits into a page that loads on a bad network. */
const SHOWN_MAX = 100

/** Shelters by district, or those of the chosen place. */
export async function renderShelters(options: PublicOptions, view: View): Promise<string> {
  const { place, language } = view
  const position = options.world.log.position
  const sites = await options.places.listSites({ kinds: ["shelter"], ...(place && { area: place.id }) })
  const areas = options.places.listAreas()
  const making = makingOf(options, view)
  const { words, formats, link } = making
  const shown = sites.slice(0, SHOWN_MAX)
  const groups = areas
    .filter(({ kind }) => kind === "district")
    .map((district) => ({
      district,
      inside: shown.filter(({ area }) => area === district.id || area.startsWith(`${district.id}/`)),
    }))
    .filter(({ inside }) => inside.length > 0)
  const title = words("public:shelters.title")
  const body = html`${placeForm(areas, "/shelters", making)}
<h1>${place ? `${nameOf(place, areas, language)} · ${title}` : words("public:shelters.all")}</h1>
<p>${words("public:shelters.openHint")}</p>
${shown.length === 0 && html`<p>${words("public:shelters.none")}</p>`}
${groups.map(
  ({ district, inside }) => html`<h2>${district.name[language]}</h2>
<ul>${inside.map(
    ({ name, capacity, area }) =>
      html`<li>${name[language]} <span class="quiet">${areas.find(({ id }) => id === area)?.name[language]}${capacity !== null && html` · ${words("public:shelters.places", { count: formats.count(capacity) })}`}</span></li>`,
  )}</ul>`,
)}
${sites.length > shown.length && html`<p>${words("public:shelters.more", { count: sites.length - shown.length })}</p>`}
<p class="screen"><a href="${link("/")}">${words("public:card.back")}</a></p>
${await paperFoot(options, making, place ? `/shelters/${place.id}` : "/shelters")}`
  return wholePage(options, view, { path: place ? `/shelters/${place.id}` : "/shelters", title, position, body })
}
