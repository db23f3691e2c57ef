import { overlaps, type PublicWarning } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"
import { foldEvents } from "./fold-events.ts"
import { lineOthers } from "./others/index.ts"
import { type Making, makingOf, type PublicOptions, type View } from "./page-context.ts"
import { nameOf, placeForm } from "./place-form.ts"
import { cardEnded, cardInForce, lineEnded, lineInForce } from "./warning-card.ts"
import { wholePage } from "./whole-page.ts"

/** More than this at once cannot be read on a phone; the others become lines. */
const CARDS_MAX = 4
/** Cards of both sorts. With these the page stays below 50 kB, whatever the night; what ended becomes lines first. */
const ALL_CARDS_MAX = 5
const LINES_MAX_BYTES = 3_400
const ENDED_LINES_MAX_BYTES = 2_000
const OTHERS_MAX_BYTES = 2_400

/** The public home: what is in force here, what to do, whom to call. */
export async function renderHome(options: PublicOptions, view: View): Promise<string> {
  // Before the warnings: what changes while they are read is news for the page, not part of it.
  const position = options.world.log.position
  const shown = await options.warn.listPublic()
  const making = makingOf(options, view)
  const { words, formats, now, link, serverLink } = making
  const areas = options.places.listAreas()
  const { place, language } = view
  const inForce = shown.filter(({ warning }) => warning.state === "sent")
  const ended = shown.filter(({ warning }) => warning.state !== "sent")
  const isHere = ({ warning }: (typeof shown)[number]) => !place || overlaps([place], warning.areas)
  const here = inForce.filter(isHere)
  const cards = foldEvents(here, language)
  const endedHere = ended.filter(isHere)
  const endedCards = Math.min(CARDS_MAX, ALL_CARDS_MAX - Math.min(cards.length, CARDS_MAX))
  const elsewhere = inForce.filter((warning) => !isHere(warning))
  const line = (warning: PublicWarning) => lineInForce(warning, making)
  const others = await lineOthers(options, making)
  const body = html`${placeForm(areas, "/", making)}
<h1>${cards.length > 0 ? words("public:now.some", { count: cards.length }) : words("public:now.none")}</h1>
${cards.slice(0, CARDS_MAX).map((card) => cardInForce(card, making, { open: false }))}
${
  cards.length > CARDS_MAX &&
  html`<h2>${words("public:now.more")}</h2>${lines(
    cards.slice(CARDS_MAX).flatMap(({ first, others }) => [first, ...others].map(line)),
    making,
  )}`
}
${actions(making, link(place ? `/shelters/${place.id}` : "/shelters"))}
${options.subscribing && html`<a class="button" href="${serverLink(place ? `/subscribe/${place.id}` : "/subscribe")}">${words(place ? "subscribe:forPlace" : "subscribe:forCity")}</a>`}
${
  endedHere.length > 0 &&
  html`<h2>${words("public:now.ended")}</h2>${endedHere.slice(0, endedCards).map((warning) => cardEnded(warning, making))}${
    endedHere.length > endedCards &&
    html`<p>${words("public:now.endedMore", { count: endedHere.length - endedCards })}</p>${lines(
      endedHere.slice(endedCards).map((warning) => lineEnded(warning, making)),
      making,
      ENDED_LINES_MAX_BYTES,
    )}`
  }`
}
${elsewhere.length > 0 && html`<h2>${words("public:now.elsewhere")}</h2>${lines(elsewhere.map(line), making)}`}
${others.length > 0 && html`<h2 id="others">${words("public:others.title")}</h2><p class="quiet">${words("public:others.note")}</p>${lines(others, making, OTHERS_MAX_BYTES)}`}
<p class="quiet">${words("public:updated", { at: formats.shortDateTime(now) })}</p>`
  return wholePage(options, view, {
    path: place ? `/at/${place.id}` : "/",
    title: `${options.city[language]} ${words("public:home")}${place ? ` · ${nameOf(place, areas, language)}` : ""}`,
    position,
    body,
  })
}

/** As many lines as fit; of the others the number is said, for a page that says nothing of them would be wrong. */
function lines(all: readonly Html[], making: Making, maxBytes = LINES_MAX_BYTES): Html {
  let bytes = 0
  const shown = all.filter(({ text }) => {
    bytes += Buffer.byteLength(text)
    return bytes <= maxBytes
  })
  const count = all.length - shown.length
  return html`<ul class="lines">${shown}</ul>${count > 0 && html`<p>${making.words("public:now.notShown", { count })}</p>`}`
}

function actions({ words, serverLink }: Making, shelters: string): Html {
  const calls = [
    ["119", "fire"],
    ["120", "ambulance"],
    ["110", "police"],
  ] as const
  return html`<a class="button button-main" href="${shelters}">${words("public:actions.shelters")}</a>
<a class="button" href="${serverLink("/report")}">${words("public:actions.report")}</a>
<h2>${words("public:actions.help")}</h2>
<p class="calls">${calls.map(([number, name]) => html`<a class="call" href="tel:${number}">${words(`public:actions.${name}`)}</a> `)}</p>`
}
