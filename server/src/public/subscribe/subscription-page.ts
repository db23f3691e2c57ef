import type { Area } from "@holdfast/contracts"
import { expiryOf, overlaps, type PublicWarning, type Subscription } from "../../modules/warn/index.ts"
import { type Html, html } from "../../platform/html/index.ts"
import { cardsInForce } from "../cards.ts"
import type { Making, PublicOptions, Subscribing } from "../page-context.ts"
import { nameOf } from "../place-form.ts"
import { cardEnded } from "../warning-card.ts"
import { choiceForm, fromLevel, timeOf } from "./choice-form.ts"

export interface Shown {
  readonly subscription: Subscription
  /** The address of its page on this site. */
  readonly path: string
  readonly subscribing: Subscribing
  /** What just happened, to be said on top. */
  readonly told?: string | undefined
}

/** Before the letter was answered: nothing goes out, and two buttons. */
export function unconfirmedMarkup({ places }: PublicOptions, making: Making, { subscription, path }: Shown): Html {
  const { words, link, view } = making
  const place = placeOf(subscription, places.listAreas(), view.language)
  return html`<h1>${words("subscribe:confirm.title", { place })}</h1><p>${words("subscribe:confirm.why")}</p>
<form method="post" action="${link(`${path}/confirm`)}"><button class="button button-main">${words("subscribe:confirm.button")}</button></form>
<form method="post" action="${link(`${path}/unsubscribe`)}"><button class="button">${words("subscribe:confirm.not")}</button></form>`
}

/** What goes where and why, the cards of now, how to change, and one tap to end. */
export async function subscriptionMarkup(options: PublicOptions, making: Making, shown: Shown): Promise<Html> {
  const { subscription, path, subscribing, told } = shown
  const { words, formats, link, view } = making
  const { language } = view
  const areas = options.places.listAreas()
  const place = placeOf(subscription, areas, language)
  const concerning = (await options.warn.listPublic()).filter(({ warning }) =>
    overlaps([{ id: subscription.area }], warning.areas),
  )
  const inForce = concerning.filter(({ warning }) => warning.state === "sent")
  const ended = concerning.filter(({ warning }) => warning.state !== "sent")
  const hazards = subscription.hazards
    ? subscribing.hazards.flatMap(({ id, name }) => (subscription.hazards!.includes(id) ? [name[language]] : []))
    : [words("subscribe:choice.all")]
  const wish = [
    words(`subscribe:via.${subscription.via}`),
    hazards.join(words("subscribe:join")),
    fromLevel(subscription.minLevel, words),
    subscription.quiet
      ? words("subscribe:choice.quietSpan", {
          from: timeOf(subscription.quiet.fromMin),
          until: timeOf(subscription.quiet.untilMin),
        })
      : words("subscribe:choice.noQuiet"),
  ]
  const why = words("subscribe:why", { place, wish: wish.slice(1).join(" · ") })
  return html`<h1>${words("subscribe:yours", { place })}</h1>
${told && html`<p class="done" role="status">${told}</p>`}
<p>${wish.join(" · ")}</p>
${!subscribing.isOffered(subscription.via) && html`<p role="note">${words("subscribe:off")}</p>`}
<p class="quiet">${words("subscribe:kept", { until: formats.dateTime(expiryOf(subscription)) })}</p>
<h2>${inForce.length > 0 ? words("public:now.some", { count: inForce.length }) : words("public:now.none")}</h2>
${cardsInForce(inForce, making, {
  after: (one) =>
    html`<details><summary>${words("subscribe:whyThis")}</summary><p>${why}</p></details>${safe(one, shown, making)}`,
})}
${ended.length > 0 && html`<h2>${words("public:now.ended")}</h2>${ended.map((one) => cardEnded(one, making))}`}
<details class="card"><summary>${words("subscribe:change")}</summary>${choiceForm(subscription, link(path), subscribing, making)}</details>
<form method="post" action="${link(`${path}/unsubscribe`)}"><button class="button">${words("subscribe:end")}</button></form>
<p class="quiet">${words("subscribe:keep")}</p>
<p><a href="${link(`/at/${subscription.area}`)}">${words("subscribe:placePage")}</a></p>
<script src="/subscribe.js" data-keep="${path}" data-name="${place}" defer></script>`
}

/** After the one tap. */
export function endedMarkup(making: Making, path: string): Html {
  const { words, link } = making
  return html`<h1>${words("subscribe:ended.title")}</h1><p>${words("subscribe:ended.erased")}</p>
<p><a href="${link("/subscribe")}">${words("subscribe:anew")}</a></p><script src="/subscribe.js" data-forget="${path}" defer></script>`
}

/** "I am safe" quiets this event until its level rises. */
function safe({ event, warning }: PublicWarning, { subscription, path }: Shown, { words, link }: Making): Html {
  const isQuiet = (subscription.quieted[event] ?? 0) > 0
  if (isQuiet) return html`<p class="done">${words("subscribe:safe.quiet")}</p>`
  return html`<form method="post" action="${link(`${path}/safe`)}"><input type="hidden" name="warning" value="${warning.code}"><button class="button">${words("subscribe:safe.button")}</button><p class="quiet">${words("subscribe:safe.hint")}</p></form>`
}

function placeOf({ area }: Subscription, areas: readonly Area[], language: "zh-CN" | "en"): string {
  const found = areas.find(({ id }) => id === area)
  return found ? nameOf(found, areas, language) : area
}
