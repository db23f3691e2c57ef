import type { Bilingual } from "@holdfast/contracts"
import type { Clock } from "@holdfast/kernel"
import { isLanguage, type Language, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import { type Html, renderPage } from "../../html/index.ts"
import type { World } from "../../world/index.ts"
import type { AttemptLimit } from "../attempt-limit.ts"
import type { Passkeys } from "../passkeys.ts"
import type { Sessions } from "../sessions.ts"
import type { City } from "../store/city-store.ts"

/** How many accounts that may approve a warning for all of these areas were seen within 15 minutes. */
export type CountApprovers = (areas: readonly string[], exceptAccount?: string) => Promise<number>

/** What the HTTP side of identity works with. */
export interface IdentityDoors {
  readonly world: World
  readonly wall: Clock
  readonly city: City
  readonly timeZone: string
  readonly sessions: Sessions
  readonly attempts: AttemptLimit
  readonly passkeys: Passkeys
  readonly drills: boolean
  readonly countApprovers: CountApprovers
  /** Whose drill this is, for the bar of every page. */
  readonly drill: Bilingual | undefined
}

/** How a page was asked for: `?lang=` comes before the browser's own wish, `?size=large` gives larger type. */
export function viewOf(request: FastifyRequest): { language: Language; large: boolean } {
  const { lang, size } = request.query as { lang?: unknown; size?: unknown }
  return { language: isLanguage(lang) ? lang : request.language, large: size === "large" }
}

/** Answers with a page of identity in the reader's language. Nobody keeps a copy of it: it may say who is signed in. */
export function sendPage(
  { city, drill }: IdentityDoors,
  request: FastifyRequest,
  reply: FastifyReply,
  page: { readonly path: string; readonly title: string; readonly body: Html },
) {
  const { language, large } = viewOf(request)
  const title = wordsIn(language)(`identity:${page.title}`)
  const html = renderPage({ ...page, title, language, large, city: city.name[language], drill: drill?.[language] })
  return reply.type("text/html").header("cache-control", "no-store").send(html)
}
