import { wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { html } from "../../html/index.ts"
import type { PendingFactor } from "../pending-factors.ts"
import { beginFactor, renewFactor } from "../renew-factor.ts"
import { factorCard } from "./factor-card.ts"
import { type IdentityDoors, problemOf, sendPage, viewOf } from "./view.ts"

const Begin = z.object({ password: z.string().max(1024).default(""), code: z.string().max(32).default("") })
const Confirm = z.object({ code: z.string().max(32).default("") })

/** `/account/factor`: another second factor in two steps. It counts only once its first code was right. */
export function factorPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { sessions, pendingFactors } = doors
  return async (app) => {
    app.get("/account/factor", { schema: { hide: true } }, async (request, reply) => {
      const here = await sessions.find(request)
      if (!here) return reply.redirect("/sign-in", 303)
      return send(request, reply, pendingFactors.find(here.id))
    })
    app.post("/account/factor", { schema: { hide: true, body: Begin } }, async (request, reply) => {
      const here = await sessions.require(request)
      try {
        await beginFactor(doors, here, request.body, request)
        return reply.redirect(`/account/factor?lang=${viewOf(request).language}`, 303)
      } catch (error) {
        return send(request, reply, undefined, problemOf(error, request, reply))
      }
    })
    app.post("/account/factor/confirm", { schema: { hide: true, body: Confirm } }, async (request, reply) => {
      const here = await sessions.require(request)
      try {
        await renewFactor(doors, here, request.body.code)
        return reply.redirect(`/account?done=factor&lang=${viewOf(request).language}`, 303)
      } catch (error) {
        return send(request, reply, pendingFactors.find(here.id), problemOf(error, request, reply))
      }
    })
  }

  async function send(request: FastifyRequest, reply: FastifyReply, pending?: PendingFactor, problem?: string) {
    const { language } = viewOf(request)
    const words = wordsIn(language)
    const begin = html`<form method="post" action="/account/factor?lang=${language}">
<p>${words("identity:factor.about")}</p>
<label>${words("identity:signIn.password")}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words("identity:factor.oldCode")}<input name="code" autocomplete="one-time-code" required></label>
<p class="quiet">${words("identity:factor.oldCodeHint")}</p>
<button class="button button-main">${words("identity:factor.begin")}</button>
</form>`
    const body = html`<h1>${words("identity:factor.title")}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${
  pending
    ? html`${await factorCard(language, pending)}
<form method="post" action="/account/factor/confirm?lang=${language}">
<label>${words("identity:factor.newCode")}<input name="code" autocomplete="one-time-code" inputmode="numeric" required></label>
<p class="quiet">${words("identity:account.othersEnd")}</p>
<button class="button button-main">${words("identity:factor.confirm")}</button>
</form>`
    : begin
}
<p><a href="/account?lang=${language}">${words("identity:account.back")}</a></p>`
    return sendPage(doors, request, reply, { path: "/account/factor", title: "factor.title", body })
  }
}
