import { overlaps, type PublicWarning } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"
import { type Making, makingOf, type PublicOptions, type View } from "./page-context.ts"
import { nameOf, placeForm } from "./place-form.ts"
import { cardEnded, cardInForce, lineInForce } from "./warning-card.ts"
import { wholePage } from "./whole-page.ts"

/** More than this at once cannot be read on a phone; the others become lines. */
const CARDS_MAX = 4
/** With these the page stays below 50 kB, whatever the night. */
const ENDED_MAX = 4
const LINES_MAX_BYTES = 6_000

/** The public home: what is in force here, what to do, whom to call. */
export async function renderHome(options: PublicOptions, view: View): Promise<string> {
  // Before the warnings: what changes while they are read is news for the page, not part of it.
  const position = options.world.log.position
  const shown = await options.warn.listPublic()
  const making = makingOf(options, view)
  const { words, formats, now, link } = making
  const areas = options.places.listAreas()
  const { place, language } = view
  const inForce = shown.filter(({ warning }) => warning.state === "sent")
  const ended = shown.filter(({ warning }) => warning.state !== "sent")
  const isHere = ({ warning }: (typeof shown)[number]) => !place || overlaps([place], warning.areas)
  const here = inForce.filter(isHere)
  const elsewhere = inForce.filter((warning) => !isHere(warning))
  const body = html`${placeForm(areas, "/", making)}
<h1>${here.length > 0 ? words("public:now.some", { count: here.length }) : words("public:now.none")}</h1>
${here.slice(0, CARDS_MAX).map((warning) => cardInForce(warning, making, false))}
${here.length > CARDS_MAX && html`<h2>${words("public:now.more")}</h2>${lines(here.slice(CARDS_MAX), making)}`}
${actions(making, link(place ? `/shelters/${place.id}` : "/shelters"))}
${
  ended.some(isHere) &&
  html`<h2>${words("public:now.ended")}</h2>${ended
    .filter(isHere)
    .slice(0, ENDED_MAX)
    .map((warning) => cardEnded(warning, making))}`
}
${elsewhere.length > 0 && html`<h2>${words("public:now.elsewhere")}</h2>${lines(elsewhere, making)}`}
<p class="quiet">${words("public:updated", { at: formats.shortDateTime(now) })}</p>`
  return wholePage(options, view, {
    path: place ? `/at/${place.id}` : "/",
    title: `${options.city[language]} ${words("public:home")}${place ? ` · ${nameOf(place, areas, language)}` : ""}`,
    position,
    body,
  })
}

/** As many lines as fit; of the others the number is said, for a page that says nothing of them would be wrong. */
function lines(warnings: readonly PublicWarning[], making: Making): Html {
  let bytes = 0
  const shown = warnings
    .map((warning) => lineInForce(warning, making))
    .filter(({ text }) => {
      bytes += Buffer.byteLength(text)
      return bytes <= LINES_MAX_BYTES
    })
  const count = warnings.length - shown.length
  return html`<ul class="lines">${shown}</ul>${count > 0 && html`<p>${making.words("public:now.notShown", { count })}</p>`}`
}

function actions({ words, link }: Making, shelters: string): Html {
  const calls = [
    ["119", "fire"],
    ["120", "ambulance"],
    ["110", "police"],
  ] as const
  return html`<a class="button button-main" href="${shelters}">${words("public:actions.shelters")}</a>
<a class="button" href="${link("/report")}">${words("public:actions.report")}</a>
<h2>${words("public:actions.help")}</h2>
<p class="calls">${calls.map(([number, name]) => html`<a class="call" href="tel:${number}">${words(`public:actions.${name}`)}</a> `)}</p>`
}
