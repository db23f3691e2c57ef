import type { Site, siteKinds } from "@holdfast/contracts"
import { formatsIn, isLanguage, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { Html, html, renderPage } from "../../../../platform/html/index.ts"
import { permitWithin } from "../../../../platform/identity/index.ts"
import { existing } from "../../advance.ts"
import { findWarning } from "../../store/warning-store.ts"
import type { RosterContext } from "../context.ts"

/** Where people are: dwellings are in no register, and pumps answer no knock. */
const kinds: (typeof siteKinds)[number][] = ["school", "hospital", "shelter", "business", "venue", "store"]
/** Forty sheets; nobody knocks at more doors in a night. */
const ROWS_MAX = 1_000

const style = new Html(`<style>
.doors { width: 100%; border-collapse: collapse; }
.doors th, .doors td { border: 0.3mm solid currentColor; padding: 1.5mm 2mm; text-align: start; vertical-align: top; height: 8mm; }
.doors tr { break-inside: avoid; }
.doors .box, .doors th:first-child { width: 18mm; text-align: center; white-space: nowrap; }
.doors .time, .doors .note { width: 26mm; }
@media print { .top { display: none; } @page { margin: 15mm 15mm 15mm 20mm; } body { font-size: 11pt; } thead { display: table-header-group; } }
</style>`)

/** The list that people take along who go from door to door: places, a box to tick, room for the time. No person stands on it. */
export function doorList(
  { world, city, timeZone, drill, findArea }: RosterContext,
  listSites: (filter: { kinds: string[]; area: string }) => Promise<Site[]>,
): FastifyPluginAsyncZod {
  const querystring = z.object({ lang: z.string().max(20).optional(), size: z.string().max(20).optional() })
  return async (app) => {
    app.get(
      "/door-to-door/:id",
      { schema: { hide: true, params: z.object({ id: z.uuid() }), querystring } },
      async ({ actor, params: { id }, query, language: asked }, reply) => {
        const warning = existing(await findWarning(world.db.query, id), id)
        const ids = warning.areas.map((area) => area.id)
        permitWithin(actor, "read-operations", ids)
        const language = isLanguage(query.lang) ? query.lang : asked
        const words = wordsIn(language)
        const formats = formatsIn(language, timeZone)
        const sites = await Promise.all(ids.map((area) => listSites({ kinds, area })))
        const found = [...new Map(sites.flat().map((site) => [site.id, site])).values()]
          .filter(({ area }) => actor.area === undefined || area === actor.area || area.startsWith(`${actor.area}/`))
          .toSorted((a, b) => (a.area < b.area ? -1 : a.area > b.area ? 1 : a.kind < b.kind ? -1 : 1))
        const text = warning.texts[language]
        const areaName = (area: string) => findArea(area)?.name[language] ?? area
        const rows = found.slice(0, ROWS_MAX).map(
          ({ name, kind, area }) => html`<tr><td class="box">☐</td><td>${name[language]}<br><small>${areaName(area)}</small></td>
<td>${words(`console:site.${kind}`)}</td><td class="time"></td><td class="note"></td></tr>`,
        )
        const title = words("roster:door.title", { code: warning.code })
        const body = html`${style}<h1>${title}</h1>
<p><strong>${words(`warn:levels.${warning.level}`)} · ${text.headline}</strong><br>${formats.span(warning.onset, warning.expires)} (${formats.zone(warning.expires)})</p>
<p>${words("roster:door.kinds")} ${words("roster:door.count", { count: found.length })}</p>
${found.length > ROWS_MAX && html`<p class="problem">${words("roster:door.most", { limit: ROWS_MAX })}</p>`}
<p>${words("roster:door.say")}: ${text.instruction}</p>
${found.length === 0 ? html`<p>${words("roster:door.none")}</p>` : html`<table class="doors"><thead><tr>${(["told", "place", "kind", "at", "note"] as const).map((column) => html`<th scope="col">${words(`roster:door.${column}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`}`
        return reply
          .type("text/html; charset=utf-8")
          .headers({ "cache-control": "no-store", "content-language": language })
          .send(
            renderPage({
              ...{ language, path: `/door-to-door/${id}`, title, city: city[language], large: query.size === "large", body },
              drill: drill?.[language],
            }),
          )
      },
    )
  }
}
