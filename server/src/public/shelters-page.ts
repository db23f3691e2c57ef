import type { Area, Site } from "@holdfast/contracts"
import { type Html, html } from "../platform/html/index.ts"
import { type Near, nearest } from "./nearest.ts"
import { type Making, makingOf, type PublicOptions, type View } from "./page-context.ts"
import { paperFoot } from "./paper-foot.ts"
import { nameOf, placeForm } from "./place-form.ts"
import { wholePage } from "./whole-page.ts"

/** What fits into a page that loads on a bad network. */
const SHOWN_MAX = 100

/** As many as somebody on foot can choose from. */
const NEAREST = 10
const STEP_M = 10

/** Shelters by district, or the nearest to the chosen place. */
export async function renderShelters(options: PublicOptions, view: View): Promise<string> {
  const { place, language } = view
  const position = options.world.log.position
  const sites = await options.places.listSites({ kinds: ["shelter"] })
  const areas = options.places.listAreas()
  const making = makingOf(options, view)
  const { words, link } = making
  const title = words("public:shelters.title")
  const body = html`${placeForm(areas, "/shelters", making)}
<h1>${place ? `${nameOf(place, areas, language)} · ${title}` : words("public:shelters.all")}</h1>
<p>${words("public:shelters.openHint")}</p>
${sites.length === 0 && html`<p>${words("public:shelters.none")}</p>`}
${place ? nearestTo(place, sites, areas, making) : byDistrict(sites, areas, making)}
<p class="screen"><a href="${link("/")}">${words("public:card.back")}</a></p>
${await paperFoot(options, making, place ? `/shelters/${place.id}` : "/shelters")}`
  return wholePage(options, view, { path: place ? `/shelters/${place.id}` : "/shelters", title, position, body })
}

function nearestTo(place: Area, sites: readonly Site[], areas: readonly Area[], making: Making): Html {
  const { words, formats, view } = making
  const way = ({ distanceM, bearing }: Near) => {
    const [value, unit] =
      distanceM < 1_000 ? [Math.round(distanceM / STEP_M) * STEP_M, "m"] : [Math.round(distanceM / 100) / 10, "km"]
    const distance = formats.measure(value, unit)
    return words("public:shelters.way", { distance, bearing: words(`public:shelters.bearings.${bearing}`) })
  }
  return html`<p>${words("public:shelters.nearest", { place: place.name[view.language] })}</p>
<ol>${nearest(sites, place, NEAREST).map((near) => html`<li>${shelter(near.site, areas, making)}<br>${way(near)}</li>`)}</ol>`
}

function byDistrict(sites: readonly Site[], areas: readonly Area[], making: Making): Html {
  const { words, view } = making
  const shown = sites.slice(0, SHOWN_MAX)
  const groups = areas
    .filter(({ kind }) => kind === "district")
    .map((district) => ({
      district,
      inside: shown.filter(({ area }) => area === district.id || area.startsWith(`${district.id}/`)),
    }))
    .filter(({ inside }) => inside.length > 0)
  return html`${groups.map(
    ({ district, inside }) => html`<h2>${district.name[view.language]}</h2>
<ul>${inside.map((site) => html`<li>${shelter(site, areas, making)}</li>`)}</ul>`,
  )}
${sites.length > shown.length && html`<p>${words("public:shelters.more", { count: sites.length - shown.length })}</p>`}`
}

function shelter({ name, capacity, area }: Site, areas: readonly Area[], { words, formats, view: { language } }: Making): Html {
  const where = areas.find(({ id }) => id === area)?.name[language]
  const places = capacity !== null && html` · ${words("public:shelters.places", { count: formats.count(capacity) })}`
  return html`${name[language]} <span class="quiet">${where}${places}</span>`
}
