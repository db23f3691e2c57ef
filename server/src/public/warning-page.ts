import type { PublicWarning } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"
import { foldEvents } from "./fold-events.ts"
import { levelMark } from "./level-mark.ts"
import { type Making, makingOf, type PublicOptions, type View } from "./page-context.ts"
import { paperFoot } from "./paper-foot.ts"
import { cardEnded, cardInForce, paragraph } from "./warning-card.ts"
import { wholePage } from "./whole-page.ts"

/** Everything about one warning, under an address that stays the same when it ends. Undefined when it was never sent. */
export async function renderWarning(options: PublicOptions, view: View, code: string): Promise<string | undefined> {
  const position = options.world.log.position
  const found = await options.warn.findPublic(code)
  if (!found) return undefined
  const latest = found.warning.state === "sent" ? undefined : await options.warn.findLatest(found)
  const making = makingOf(options, view)
  const { words, formats, now, link } = making
  const { warning } = found
  const text = warning.texts[view.language]
  const inForce = warning.state === "sent" && new Date(warning.expires) > now
  const body = html`<h1>${words("public:card.title", { code: warning.code })}</h1>
${latest && trueNow(latest, making)}
${inForce ? foldEvents([found], view.language).map((card) => cardInForce(card, making, { open: true })) : html`${cardEnded(found, making)}<details><summary>${text.headline}</summary><h3>${words("public:card.do")}</h3>${paragraph(text.instruction)}<h3>${words("public:card.what")}</h3>${paragraph(text.description)}</details>`}
${inForce && toPassOn(options, making, warning.code)}
<p class="screen"><a href="/cap/alerts/${warning.identifier}.xml">${words("public:card.cap")}</a></p>
<p class="screen"><a href="${link("/")}">${words("public:card.back")}</a></p>
<p class="quiet">${words("public:updated", { at: formats.shortDateTime(now) })}</p>
${await paperFoot(options, making, `/warnings/${warning.code}`)}`
  return wholePage(options, view, { path: `/warnings/${warning.code}`, title: text.headline, position, body })
}

/** On paper and as a picture, in the reader's language; drawn by the server, for what is in force only. */
function toPassOn({ publicUrl }: PublicOptions, { view: { language, still }, words }: Making, code: string): Html {
  const at = `${still ? publicUrl : ""}/warnings/${code}`
  return html`<p class="screen"><a href="${at}/poster-${language}.pdf">${words("subscribe:poster")}</a></p>
<p class="screen"><a href="${at}/card-${language}.png">${words("subscribe:picture")}</a></p>`
}

/** An old link that somebody forwarded says first what goes on: the newest update, or what is in force again. */
function trueNow({ warning }: PublicWarning, { view, words, link, now }: Making): Html {
  const inForce = warning.state === "sent" && new Date(warning.expires) > now
  const said = inForce ? (warning.reissues ? "again" : "goesOn") : "alsoOver"
  return html`<p class="done" role="status">${words(`subscribe:now.${said}`)} <a href="${link(`/warnings/${warning.code}`)}">${inForce && levelMark({ level: warning.level, state: "in-force", sizePx: 24 })} ${warning.texts[view.language].headline} (${warning.code})</a></p>`
}

/** For a code that was never sent. */
export function renderNoWarning(options: PublicOptions, view: View, code: string): string {
  const { words, link } = makingOf(options, view)
  const title = words("public:card.none", { code })
  const body = html`<h1>${title}</h1><p>${words("public:card.noneHint")}</p><p><a href="${link("/")}">${words("public:card.back")}</a></p>`
  return wholePage(options, view, { path: "/", title, position: options.world.log.position, body })
}
