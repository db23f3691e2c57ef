import { wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { html } from "../../html/index.ts"
import { changePassword } from "../change-password.ts"
import { identityErrors } from "../errors.ts"
import { PASSWORD_MIN } from "../password.ts"
import { type IdentityDoors, problemOf, sendPage, viewOf } from "./view.ts"

const Form = z.object({
  password: z.string().max(1024).default(""),
  code: z.string().max(32).default(""),
  newPassword: z.string().max(1024).default(""),
  again: z.string().max(1024).default(""),
})

/** `/account/password`: another password, proven by the old one and a code. */
export function passwordPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { sessions } = doors
  return async (app) => {
    app.get("/account/password", { schema: { hide: true } }, async (request, reply) => {
      if (!(await sessions.find(request))) return reply.redirect("/sign-in", 303)
      return send(request, reply)
    })
    app.post("/account/password", { schema: { hide: true, body: Form } }, async (request, reply) => {
      const here = await sessions.require(request)
      try {
        if (request.body.newPassword !== request.body.again) throw identityErrors.PASSWORD_DIFFERS({})
        await changePassword(doors, here, request.body, request)
        return reply.redirect(`/account?done=password&lang=${viewOf(request).language}`, 303)
      } catch (error) {
        return send(request, reply, problemOf(error, request, reply))
      }
    })
  }

  function send(request: FastifyRequest, reply: FastifyReply, problem?: string) {
    const { language } = viewOf(request)
    const words = wordsIn(language)
    const body = html`<h1>${words("identity:password.title")}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/account/password?lang=${language}">
<label>${words("identity:password.old")}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words("identity:signIn.code")}<input name="code" autocomplete="one-time-code" required></label>
<p class="quiet">${words("identity:signIn.codeHint")}</p>
${newPasswordFields(language)}
<p class="quiet">${words("identity:account.othersEnd")}</p>
<button class="button button-main">${words("identity:password.submit")}</button>
</form>
<p><a href="/account?lang=${language}">${words("identity:account.back")}</a></p>`
    return sendPage(doors, request, reply, { path: "/account/password", title: "password.title", body })
  }
}

/** A new password, twice, because nobody sees what they type. */
export function newPasswordFields(language: Parameters<typeof wordsIn>[0]) {
  const words = wordsIn(language)
  return html`<label>${words("identity:password.new", { limit: PASSWORD_MIN })}<input name="newPassword" type="password" autocomplete="new-password" minlength="${PASSWORD_MIN}" required></label>
<label>${words("identity:password.again")}<input name="again" type="password" autocomplete="new-password" minlength="${PASSWORD_MIN}" required></label>`
}
