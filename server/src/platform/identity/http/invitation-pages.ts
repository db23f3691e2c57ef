import formbody from "@fastify/formbody"
import { wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, html } from "../../html/index.ts"
import { acceptInvitation, openInvitation } from "../accept-invitation.ts"
import { identityErrors } from "../errors.ts"
import { requireSameOrigin } from "../same-origin.ts"
import { factorCard } from "./factor-card.ts"
import { newPasswordFields } from "./password-pages.ts"
import { type IdentityDoors, problemOf, sendPage, viewOf } from "./view.ts"

const Token = z.object({ token: z.string().max(100) })
const Form = z.object({
  password: z.string().max(1024).default(""),
  newPassword: z.string().max(1024).default(""),
  again: z.string().max(1024).default(""),
  code: z.string().max(32).default(""),
})

/** `/invitation/…`: the one page on which a person sets password and second factor, or the factor alone, and is signed in. */
export function invitationPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { sessions } = doors
  return async (app) => {
    await app.register(formbody)
    app.get("/invitation/:token", { schema: { hide: true, params: Token } }, async (request, reply) =>
      send(request, reply, request.params.token),
    )
    app.post("/invitation/:token", { schema: { hide: true, params: Token, body: Form } }, async (request, reply) => {
      requireSameOrigin(request)
      const { token } = request.params
      const { password, newPassword, again, code } = request.body
      try {
        if (newPassword !== again) throw identityErrors.PASSWORD_DIFFERS({})
        const account = await acceptInvitation(doors, token, { password: newPassword || password, code }, request)
        await sessions.open(account, reply)
        return reply.redirect("/console", 303)
      } catch (error) {
        return send(request, reply, token, problemOf(error, request, reply))
      }
    })
  }

  async function send(request: FastifyRequest, reply: FastifyReply, token: string, problem?: string) {
    const { language } = viewOf(request)
    const words = wordsIn(language)
    const page = (body: Html) =>
      sendPage(doors, request, reply, { path: `/invitation/${encodeURIComponent(token)}`, title: "invitation.title", body })
    try {
      const { account, purpose, factor, passkeysGo } = await openInvitation(doors, token)
      return page(html`<h1>${words("identity:invitation.title")}</h1>
<p>${words(`identity:invitation.${purpose}`, { account })}</p>
${passkeysGo > 0 && html`<p>${words("identity:invitation.passkeysGo", { count: passkeysGo })}</p>`}
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${await factorCard(language, factor)}
<form method="post" action="/invitation/${token}?lang=${language}">
<input type="hidden" name="username" autocomplete="username" value="${account}">
<label>${words("identity:factor.newCode")}<input name="code" autocomplete="one-time-code" inputmode="numeric" required></label>
${
  purpose === "access"
    ? newPasswordFields(language)
    : html`<label>${words("identity:signIn.password")}<input name="password" type="password" autocomplete="current-password" required></label>`
}
<button class="button button-main">${words("identity:invitation.submit")}</button>
</form>`)
    } catch (error) {
      return page(html`<h1>${words("identity:invitation.title")}</h1>
<p class="problem" role="alert">${problemOf(error, request, reply)}</p>
<p><a href="/sign-in?lang=${language}">${words("identity:signIn.title")}</a></p>`)
    }
  }
}
