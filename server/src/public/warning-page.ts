import { html } from "../platform/html/index.ts"
import { makingOf, type PublicOptions, type View } from "./page-context.ts"
import { paperFoot } from "./paper-foot.ts"
import { cardEnded, cardInForce, paragraph } from "./warning-card.ts"
import { wholePage } from "./whole-page.ts"

/** Everything about one warning, under an address that stays the same when it ends. Undefined when it was never sent. */
export async function renderWarning(options: PublicOptions, view: View, code: string): Promise<string | undefined> {
  const position = options.world.log.position
  const found = await options.warn.findPublic(code)
  if (!found) return undefined
  const making = makingOf(options, view)
  const { words, formats, now, link } = making
  const { warning } = found
  const text = warning.texts[view.language]
  const inForce = warning.state === "sent" && new Date(warning.expires) > now
  const body = html`<h1>${words("public:card.title", { code: warning.code })}</h1>
${inForce ? cardInForce(found, making, true) : html`${cardEnded(found, making)}<details><summary>${text.headline}</summary><h3>${words("public:card.do")}</h3>${paragraph(text.instruction)}<h3>${words("public:card.what")}</h3>${paragraph(text.description)}</details>`}
<p class="screen"><a href="/cap/alerts/${warning.identifier}.xml">${words("public:card.cap")}</a></p>
<p class="screen"><a href="${link("/")}">${words("public:card.back")}</a></p>
<p class="quiet">${words("public:updated", { at: formats.shortDateTime(now) })}</p>
${await paperFoot(options, making, `/warnings/${warning.code}`)}`
  return wholePage(options, view, { path: `/warnings/${warning.code}`, title: text.headline, position, body })
}

/** For a code that was never sent. */
export function renderNoWarning(options: PublicOptions, view: View, code: string): string {
  const { words, link } = makingOf(options, view)
  const title = words("public:card.none", { code })
  const body = html`<h1>${title}</h1><p>${words("public:card.noneHint")}</p><p><a href="${link("/")}">${words("public:card.back")}</a></p>`
  return wholePage(options, view, { path: "/", title, position: options.world.log.position, body })
}
