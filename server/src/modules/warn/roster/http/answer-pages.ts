import { formatsIn, isLanguage, type Language, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, html, renderPage } from "../../../../platform/html/index.ts"
import { findWarning } from "../../store/warning-store.ts"
import { answerCall } from "../answer-call.ts"
import type { RosterContext } from "../context.ts"
import { hashOfCode } from "../ring-calls.ts"
import { findRung, type StoredCall } from "../store/call-store.ts"

const params = z.object({ code: z.string().max(100) })
const querystring = z.object({ lang: z.string().max(20).optional(), size: z.string().max(20).optional() })

/**
 * Where the link of a message leads: one button, "I have it", on a page without scripts. Opening the page answers nothing, because
 * mailboxes and telephones look at links by themselves.
 */
export function answerPages(context: RosterContext): FastifyPluginAsyncZod {
  const { world, city, timeZone, drill, findArea } = context
  const draw = async (
    { request, reply, code }: { request: FastifyRequest; reply: FastifyReply; code: string },
    call: StoredCall | undefined,
  ) => {
    const { lang, size } = querystring.parse(request.query)
    const language = isLanguage(lang) ? lang : request.language
    const words = wordsIn(language)
    const warning = call && (await findWarning(world.db.query, call.warning))
    const title = warning?.texts[language].headline ?? words("roster:answer.unknownTitle")
    const body: Html = warning
      ? html`<h1>${title}</h1>
<p>${findArea(call.area)?.name[language] ?? call.area} · ${call.post}</p>
${stateOf(call, { code, language, timeZone })}
<p>${warning.texts[language].instruction}</p>
<p><a href="/warnings/${warning.code}?lang=${language}">${words("roster:answer.page")}</a></p>`
      : html`<h1>${title}</h1><p>${words("roster:answer.unknown")}</p>`
    return reply
      .status(warning ? 200 : 404)
      .type("text/html; charset=utf-8")
      .headers({ "cache-control": "no-store", "content-language": language })
      .send(
        renderPage({
          ...{
            language,
            path: `/answer/${encodeURIComponent(code)}`,
            title,
            city: city[language],
            large: size === "large",
            body,
          },
          drill: drill?.[language],
        }),
      )
  }
  return async (app) => {
    // A form without a field has a body all the same.
    app.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 1_024 },
      (_request, _body, done) => done(null, {}),
    )
    app.get("/answer/:code", { schema: { hide: true, params, querystring } }, async (request, reply) => {
      const { code } = request.params
      return draw({ request, reply, code }, await findRung(world.db.query, { codeHash: hashOfCode(code) }))
    })
    app.post("/answer/:code", { schema: { hide: true, params, querystring } }, async (request, reply) => {
      const { code } = request.params
      const rung = await findRung(world.db.query, { codeHash: hashOfCode(code) })
      return draw({ request, reply, code }, rung && (await answerCall(context, rung.id, { by: "link" })))
    })
  }
}

function stateOf(
  call: StoredCall,
  { code, language, timeZone }: { readonly code: string; readonly language: Language; readonly timeZone: string },
): Html {
  const words = wordsIn(language)
  const formats = formatsIn(language, timeZone)
  if (call.answered_at)
    return html`<p role="status"><strong>${words("roster:answer.has", { at: formats.dateTime(call.answered_at) })}</strong></p>`
  if (call.state === "ended") return html`<p role="status"><strong>${words("roster:answer.over")}</strong></p>`
  return html`<form method="post" action="/answer/${encodeURIComponent(code)}?lang=${language}">
<p>${words("roster:answer.ask")}</p>
<button class="button button-main">${words("roster:answer.button")}</button></form>`
}
