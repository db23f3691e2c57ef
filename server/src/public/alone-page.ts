import { html } from "../platform/html/index.ts"
import { makingOf, type PublicOptions, type View } from "./page-context.ts"
import { wholePage } from "./whole-page.ts"

/** How often this year one person sent alone, when, and why by category: what a city that allows it owes everybody. */
export async function renderAlone(options: PublicOptions, view: View): Promise<string> {
  const position = options.world.log.position
  const alone = await options.warn.listAlone()
  const { words, formats, now, link } = makingOf(options, view)
  const year = formats.year(now)
  const title = words("authority:count.title")
  const body = html`<h1>${title}</h1>
<p>${alone.length === 0 ? words("authority:count.none", { year }) : words("authority:count.some", { year, count: alone.length })}</p>
${alone.length > 0 && html`<ul>${alone.map(({ code, category, sentAt }) => html`<li><a href="${link(`/warnings/${code}`)}">${code}</a> ${formats.dateTime(new Date(sentAt))} · ${words(`authority:alone.categories.${category}`)}</li>`)}</ul>`}
<p>${words("authority:count.rule")}</p>
<p class="screen"><a href="${link("/")}">${words("public:card.back")}</a></p>
<p class="quiet">${words("public:updated", { at: formats.shortDateTime(now) })}</p>`
  return wholePage(options, view, { path: "/warnings", title, position, body })
}
