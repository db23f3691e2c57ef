import type { Area } from "@holdfast/contracts"
import { type Html, html } from "../../platform/html/index.ts"
import type { Making, PublicOptions, Subscribing } from "../page-context.ts"
import { nameOf, placeForm } from "../place-form.ts"

/** One button for this place; what is rarely wanted otherwise stands on the page of the subscription. */
export function subscribeMarkup(
  { places, world }: Pick<PublicOptions, "places" | "world">,
  making: Making,
  { place, offered, subscribing }: { readonly place: Area; readonly offered: Area; readonly subscribing: Subscribing },
): Html {
  const { words, link, view } = making
  const areas = places.listAreas()
  const name = nameOf(offered, areas, view.language)
  const { language } = view
  return html`${placeForm(areas, "/subscribe", making)}
<p hidden data-locate data-query="${link("")}"><button class="button" type="button">${words("subscribe:locate")}</button><span role="status" class="quiet" data-unknown="${words("subscribe:notHere")}" data-denied="${words("subscribe:denied")}">${words("subscribe:located")}</span></p>
<h1>${words("subscribe:title", { place: name })}</h1>
${offered.id !== place.id && html`<p class="done">${words("subscribe:larger", { place: place.name[language], offered: name })}</p>`}
${world.kind === "demo" && html`<p>${words("subscribe:demo")}</p>`}
${
  subscribing.isOffered("web-push")
    ? html`<section class="card" hidden data-push data-key="${subscribing.pushKey}" data-area="${offered.id}" data-query="${link("")}"><h2>${words("subscribe:push.title")}</h2>
<p>${words("subscribe:push.where")}</p>
<button class="button button-main" type="button">${words("subscribe:push.button")}</button>
<p role="status" data-denied="${words("subscribe:push.denied")}" data-failed="${words("subscribe:push.failed")}"></p></section>`
    : html`<p>${words("subscribe:push.none")}</p>`
}
<section class="card"><h2>${words("subscribe:email.title")}</h2>
${
  subscribing.letters()
    ? html`<p>${words("subscribe:email.where")}</p>
<form method="post" action="${link("/subscribe")}"><input type="hidden" name="area" value="${offered.id}">
<label for="email">${words("subscribe:email.label")}</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
<button class="button">${words("subscribe:email.button")}</button></form>`
    : html`<p>${words("subscribe:email.none")}</p>`
}</section>
${subscribing.isOffered("web-push") && html`<p data-without-push>${words("subscribe:push.without")}</p>`}
<section hidden data-mine><h2>${words("subscribe:mine")}</h2><ul></ul></section>
<p class="quiet">${words("subscribe:promise")}</p>
<p><a href="${link(`/at/${place.id}`)}">${words("public:card.back")}</a></p>
<script src="/subscribe.js" defer></script>`
}
