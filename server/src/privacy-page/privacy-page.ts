import type { Bilingual } from "@holdfast/contracts"
import { type Formats, formatsIn, isLanguage, type Language, type Words, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { type Html, html, renderPage } from "../platform/html/index.ts"
import { retentionDays } from "../platform/log/index.ts"
import type { PrivacyManifest } from "../platform/privacy/index.ts"
import { allManifests } from "../privacy.ts"
import { findGuardResult, type GuardResult } from "./guard-result.ts"
import { guardSection } from "./guard-section.ts"
import { countRest, groupKept, type Kept } from "./kept.ts"

export interface PrivacyOptions {
  /** Where `npm run guard` left its last result. */
  readonly dataFolder: string
  readonly city: Bilingual
  readonly timeZone: string
  /** Whose drill this is, in a drill. */
  readonly drill?: Bilingual
}

const promises = ["recognition", "scores", "opinions", "index", "complaints", "sensors", "devices", "staff"] as const
const YEAR_DAYS = 365

/** `/privacy`: what is kept about people, made from the manifest that the build is checked against. */
export function privacyRoutes({ dataFolder, city, timeZone, drill }: PrivacyOptions): FastifyPluginAsyncZod {
  return async (app) => {
    app.get("/privacy", { schema: { hide: true } }, async (request, reply) => {
      const { lang, size } = request.query as { lang?: unknown; size?: unknown }
      const language = isLanguage(lang) ? lang : request.language
      const body = renderPrivacy({
        language,
        city: city[language],
        manifest: allManifests,
        guard: await findGuardResult(dataFolder),
        formats: formatsIn(language, timeZone),
      })
      const title = wordsIn(language)("identity:privacy.title")
      const page = { language, large: size === "large", path: "/privacy", title, city: city[language], drill: drill?.[language] }
      return reply.type("text/html").send(renderPage({ ...page, body }))
    })
  }
}

/** The content of the page, for any manifest. */
export function renderPrivacy(given: {
  readonly language: Language
  readonly city: string
  readonly manifest: PrivacyManifest
  readonly guard: GuardResult | undefined
  readonly formats: Formats
}): Html {
  const words = wordsIn(given.language)
  return html`<h1>${words("identity:privacy.title")}</h1>
<p>${words("identity:privacy.city", { city: given.city })}</p>
<h2>${words("identity:privacy.kept")}</h2>
${groupKept(given.manifest).map((kept) => keptCard(kept, words, given.language))}
<p>${words("identity:privacy.rest", countRest(given.manifest))}</p>
<p>${words("identity:privacy.log")}</p>
<h2>${words("identity:privacy.never.title")}</h2>
<ul>${promises.map((promise) => html`<li>${words(`identity:privacy.never.${promise}`)}</li>`)}</ul>
<h2>${words("identity:privacy.guard.title")}</h2>
${guardSection(given.guard, words, given.formats)}`
}

function keptCard({ purpose, sensitive, readers, retention, tables }: Kept, words: Words, language: Language): Html {
  const names = readers.map((reader) => words(`identity:privacy.reader.${reader}`))
  return html`<section class="card">
<h3>${words(`identity:privacy.purpose.${purpose}`)}</h3>
${sensitive && html`<p><strong>${words("identity:privacy.sensitive")}</strong></p>`}
<dl>
<dt>${words("identity:privacy.table.who")}</dt>
<dd>${new Intl.ListFormat(language, { type: "disjunction" }).format(names)}</dd>
<dt>${words("identity:privacy.table.until")}</dt>
<dd>${purpose === "session" ? words("identity:privacy.session") : period(retention, words)}</dd>
<dt>${words("identity:privacy.table.where")}</dt>
${[...tables].map(([table, count]) => html`<dd class="quiet">${words("identity:privacy.columns", { count, table })}</dd>`)}
</dl>
</section>`
}

function period(retention: Kept["retention"], words: Words): string {
  const days = retentionDays[retention]
  if (days === null) return words("identity:privacy.forever")
  if (days % YEAR_DAYS === 0) return words("identity:privacy.years", { count: days / YEAR_DAYS })
  return words("identity:privacy.days", { count: days })
}
