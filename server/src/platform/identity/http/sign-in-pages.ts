import { readFileSync } from "node:fs"
import formbody from "@fastify/formbody"
import { AppError } from "@holdfast/kernel"
import { errorWords, formatsIn, type Language, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, html } from "../../html/index.ts"
import { requireSameOrigin } from "../same-origin.ts"
import { signIn } from "../sign-in.ts"
import { SignIn } from "./session-routes.ts"
import { type IdentityDoors, sendPage, viewOf } from "./view.ts"

const script = readFileSync(new URL("./passkey-browser.js", import.meta.url), "utf8")

/** `/sign-in` and `/account`, as pages that work without scripts; only the passkey buttons need one. */
export function signInPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { city, sessions, timeZone, passkeys } = doors
  return async (app) => {
    await app.register(formbody)
    app.get("/sign-in", { schema: { hide: true } }, async (request, reply) => {
      const body = signInForm(viewOf(request).language)
      return sendPage(doors, request, reply, { path: "/sign-in", title: "signIn.title", body })
    })
    app.post("/sign-in", { schema: { hide: true } }, async (request, reply) => {
      requireSameOrigin(request)
      const { language } = viewOf(request)
      const given = SignIn.safeParse(request.body)
      try {
        await signIn(doors, given.success ? given.data : { account: "", password: "", code: "" }, request, reply)
        return reply.redirect("/console", 303)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const problem = errorWords(language, error.code, error.values)
        const body = signInForm(language, problem, given.success ? given.data.account : "")
        void reply.status(error.kind === "limit" ? 429 : 401)
        return sendPage(doors, request, reply, { path: "/sign-in", title: "signIn.title", body })
      }
    })
    app.post("/sign-out", { schema: { hide: true } }, async (request, reply) => {
      requireSameOrigin(request)
      await sessions.signOut(request, reply)
      return reply.redirect("/", 303)
    })

    app.get("/account", { schema: { hide: true } }, async (request, reply) => {
      const here = await sessions.find(request)
      if (!here) return reply.redirect(city.kind === "demo" ? "/demo" : "/sign-in", 303)
      const { language } = viewOf(request)
      const words = wordsIn(language)
      const format = formatsIn(language, timeZone)
      const own = await sessions.list(here.account)
      const body = html`<h1>${words("identity:account.title")}</h1>
<p>${here.account} · ${words(`identity:roles.${here.role}`)}</p>
<form method="post" action="/sign-out"><button class="button button-main">${words("identity:account.signOut")}</button></form>
<h2>${words("identity:account.sessions")}</h2>
${own.map(
  ({ id, createdAt, seenAt }) => html`<form class="card" method="post" action="/account/sessions">
<p>${words("identity:account.session", { since: format.dateTime(createdAt), seen: format.ago(seenAt, doors.wall.now()) })}</p>
${id === here.id ? html`<p>${words("identity:account.here")}</p>` : html`<button class="button" name="end" value="${id}">${words("identity:account.end")}</button>`}
</form>`,
)}
${passkeys.available && passkeyButton("add", words("identity:account.addPasskey"), words("identity:passkey.failed"))}`
      return sendPage(doors, request, reply, { path: "/account", title: "account.title", body })
    })
    app.post("/account/sessions", { schema: { hide: true, body: z.object({ end: z.uuid() }) } }, async (request, reply) => {
      const here = await sessions.find(request)
      if (here) await sessions.end(here.account, request.body.end)
      return reply.redirect("/account", 303)
    })
    app.get("/passkey.js", { schema: { hide: true } }, async (_request, reply) => reply.type("text/javascript").send(script))
  }

  function signInForm(language: Language, problem?: string, account = ""): Html {
    const words = wordsIn(language)
    return html`<h1>${words("identity:signIn.title")}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${passkeys.available && passkeyButton("use", words("identity:signIn.passkey"), words("identity:passkey.failed"))}
<form method="post" action="/sign-in?lang=${language}">
<label>${words("identity:signIn.account")}<input name="account" autocomplete="username" autocapitalize="none" required value="${account}"></label>
<label>${words("identity:signIn.password")}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words("identity:signIn.code")}<input name="code" autocomplete="one-time-code" required></label>
<p class="quiet">${words("identity:signIn.codeHint")}</p>
<button class="button button-main">${words("identity:signIn.submit")}</button>
</form>`
  }
}

/** Shown only when the script has found that this browser knows passkeys. */
function passkeyButton(action: "use" | "add", label: string, failed: string): Html {
  return html`<p hidden><button class="button" type="button" data-passkey="${action}" data-failed="${failed}">${label}</button></p>
<p class="problem" role="alert" data-passkey-problem></p>
<script src="/passkey.js" type="module"></script>`
}
