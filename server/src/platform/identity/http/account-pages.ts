import formbody from "@fastify/formbody"
import { formatsIn, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { html } from "../../html/index.ts"
import { removePasskey, renamePasskey } from "../change-passkey.ts"
import { mayAct } from "../policy.ts"
import { countRecoveryCodes, findPassword } from "../store/credential-store.ts"
import { listPasskeys } from "../store/passkey-store.ts"
import type { StoredSession } from "../store/session-store.ts"
import { PasskeyName } from "./credential-routes.ts"
import { factorPages } from "./factor-pages.ts"
import { addPasskeyForm } from "./passkey-button.ts"
import { passwordPages } from "./password-pages.ts"
import { type IdentityDoors, sendPage, type View, viewOf } from "./view.ts"

/** What was just done, for the line at the top of `/account`. */
const Done = z.enum(["password", "factor", "passkey", "sessions"]).optional().catch(undefined)

/** `/account`: what a person may change of how they sign in, and where they are signed in. Works without scripts. */
export function accountPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, city, sessions } = doors
  return async (app) => {
    await app.register(formbody)
    await app.register(passwordPages(doors))
    await app.register(factorPages(doors))
    app.get("/account", { schema: { hide: true } }, async (request, reply) => {
      const here = await sessions.find(request)
      if (!here) return reply.redirect(city.kind === "demo" ? "/demo" : "/sign-in", 303)
      const done = Done.parse((request.query as { done?: unknown }).done)
      const body = await page(here, viewOf(request), done)
      return sendPage(doors, request, reply, { path: "/account", title: "account.title", body })
    })
    app.post(
      "/account/sessions",
      { schema: { hide: true, body: z.object({ end: z.union([z.uuid(), z.literal("others")]) }) } },
      async (request, reply) => {
        const here = await sessions.require(request)
        const { end } = request.body
        await (end === "others" ? sessions.endOthers(here) : sessions.end(here.account, end))
        return reply.redirect(`/account?done=sessions&lang=${viewOf(request).language}`, 303)
      },
    )
    const PasskeyForm = z.object({ id: z.string().min(1).max(1400), name: PasskeyName.optional(), remove: z.string().optional() })
    app.post("/account/passkeys", { schema: { hide: true, body: PasskeyForm } }, async (request, reply) => {
      const here = await sessions.require(request)
      const { id, name, remove } = request.body
      if (remove !== undefined) await removePasskey(doors, here, id)
      else if (name !== undefined) await renamePasskey(doors, here, { id, name })
      return reply.redirect(`/account?done=passkey&lang=${viewOf(request).language}`, 303)
    })
  }

  async function page(here: StoredSession, view: View, done: z.infer<typeof Done>) {
    const { language } = view
    const words = wordsIn(language)
    const hasPassword = (await findPassword(world.db.query, here.account)) !== undefined
    const manages = mayAct({ role: here.role, account: here.account }, "identity.manage-accounts")
    return html`<h1>${words("identity:account.title")}</h1>
${done && html`<p class="done" role="status">${words(`identity:account.done.${done}`)}</p>`}
<p>${here.account} · ${words(`identity:roles.${here.role}`)}</p>
${manages && html`<a class="button" href="/accounts?lang=${language}">${words("identity:staff.title")}</a>`}
<form method="post" action="/sign-out"><button class="button">${words("identity:account.signOut")}</button></form>
${
  hasPassword &&
  html`<h2>${words("identity:account.prove")}</h2>
<a class="button" href="/account/password?lang=${language}">${words("identity:password.title")}</a>
<a class="button" href="/account/factor?lang=${language}">${words("identity:factor.title")}</a>
<p class="quiet">${words("identity:factor.left", { count: await countRecoveryCodes(world.db.query, here.account) })}</p>`
}
${await passkeySection(here, view, hasPassword)}
${await sessionSection(here, view)}`
  }

  async function passkeySection(here: StoredSession, { language }: View, hasPassword: boolean) {
    const own = await listPasskeys(world.db.query, here.account)
    if (own.length === 0 && !doors.passkeys.available) return false
    const words = wordsIn(language)
    const format = formatsIn(language, doors.timeZone)
    return html`<h2>${words("identity:passkey.title")}</h2>
${own.map(
  ({ id, name, createdAt }) => html`<form class="card" method="post" action="/account/passkeys?lang=${language}">
<p>${words("identity:passkey.since", { since: format.dateTime(createdAt) })}</p>
<input type="hidden" name="id" value="${id}">
<label>${words("identity:passkey.name")}<input name="name" maxlength="60" value="${name}"></label>
<button class="button">${words("identity:passkey.rename")}</button>
<button class="button" name="remove" value="yes">${words("identity:passkey.remove")}</button>
</form>`,
)}
${doors.passkeys.available && addPasskeyForm(language, hasPassword)}`
  }

  async function sessionSection(here: StoredSession, { language }: View) {
    const words = wordsIn(language)
    const format = formatsIn(language, doors.timeZone)
    const now = doors.wall.now()
    const own = await sessions.list(here.account)
    return html`<h2>${words("identity:account.sessions")}</h2>
<form method="post" action="/account/sessions?lang=${language}">
${own.map(
  ({ id, createdAt, seenAt }) => html`<div class="card">
<p>${words("identity:account.session", { since: format.dateTime(createdAt), seen: format.ago(seenAt, now) })}</p>
${id === here.id ? html`<p>${words("identity:account.here")}</p>` : html`<button class="button" name="end" value="${id}">${words("identity:account.end")}</button>`}
</div>`,
)}
${own.length > 2 && html`<button class="button" name="end" value="others">${words("identity:account.endOthers")}</button>`}
</form>`
  }
}
