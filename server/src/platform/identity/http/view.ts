import type { Bilingual } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { isLanguage, type Language, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import { type Html, renderPage } from "../../html/index.ts"
import { toProblem } from "../../http/index.ts"
import type { Passkeys } from "../passkeys.ts"
import type { Provider } from "../provider.ts"
import type { FactorDoors } from "../renew-factor.ts"

/** How many accounts that may approve a warning for all of these areas were seen within 15 minutes. */
export type CountApprovers = (areas: readonly string[], exceptAccount?: string) => Promise<number>

/** What the HTTP side of identity works with. */
export interface IdentityDoors extends FactorDoors {
  readonly timeZone: string
  readonly publicUrl: string
  readonly passkeys: Passkeys
  /** Where people may sign in too; undefined when no setting names one. */
  readonly provider: Provider | undefined
  readonly drills: boolean
  /** For what is shown only: see `Sessions.shownWithin`. */
  readonly countApprovers: CountApprovers
  /** Whose drill this is, for the bar of every page. */
  readonly drill: Bilingual | undefined
}

/** How somebody reads a page. */
export interface View {
  readonly language: Language
  readonly large: boolean
}

/** How a page was asked for: `?lang=` comes before the browser's own wish, `?size=large` gives larger type. */
export function viewOf(request: FastifyRequest): View {
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

/** What went wrong, in the reader's words, and its status on the answer. A mistake of ours is thrown on. */
export function problemOf(error: unknown, request: FastifyRequest, reply: FastifyReply): string {
  if (!(error instanceof AppError)) throw error
  const { status, detail } = toProblem(error, viewOf(request).language)
  void reply.status(status)
  return detail
}
