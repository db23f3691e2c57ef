import formbody from "@fastify/formbody"
import { Role, roles } from "@holdfast/contracts"
import { formatsIn, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, html } from "../../html/index.ts"
import { bindSubject } from "../bind-subject.ts"
import { endAccount } from "../end-account.ts"
import { endSessionsOf } from "../end-sessions-of.ts"
import { type Invited, inviteAgain, inviteNewAccount } from "../invite.ts"
import { mayActOver, permit } from "../policy.ts"
import { type Account, listAccounts } from "../store/account-store.ts"
import { type IdentityDoors, problemOf, sendPage, type View, viewOf } from "./view.ts"

const name = z.string().trim().min(1).max(80)
const NewAccount = z.object({
  id: z.string().trim().max(32),
  nameZh: name,
  nameEn: name,
  role: Role,
  area: z.string().trim().max(200),
})
const Change = z.object({
  id: z.string().max(32),
  what: z.enum(["access", "factor", "end-sessions", "bind", "end-account"]),
  subject: z.string().trim().max(255).default(""),
})

/** `/accounts`: the accounts of staff, for the engineer. An invitation's link is on the answer alone and nowhere else. */
export function staffPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, city, sessions, provider } = doors
  return async (app) => {
    await app.register(formbody)
    app.get("/accounts", { schema: { hide: true } }, async (request, reply) => {
      if (!(await sessions.find(request))) return reply.redirect(city.kind === "demo" ? "/demo" : "/sign-in", 303)
      permit(request.actor, "identity.manage-accounts")
      return send(request, reply)
    })
    app.post("/accounts", { schema: { hide: true, body: NewAccount } }, async (request, reply) => {
      permit(request.actor, "identity.manage-accounts")
      const { id, nameZh, nameEn, role, area } = request.body
      const account = { id, kind: city.kind, name: { "zh-CN": nameZh, en: nameEn }, role, area: area || null }
      return answer(request, reply, () => inviteNewAccount(doors, request.actor!, account))
    })
    app.post("/accounts/change", { schema: { hide: true, body: Change } }, async (request, reply) => {
      permit(request.actor, "identity.manage-accounts")
      const { actor } = request
      const { id, what, subject } = request.body
      return answer(request, reply, async () => {
        if (what === "access" || what === "factor") return inviteAgain(doors, actor, id, what)
        if (what === "end-sessions") await endSessionsOf(world, sessions, actor, id)
        else if (what === "end-account") await endAccount(world, sessions, actor, id)
        else if (provider) await bindSubject(doors, actor, id, subject ? { issuer: provider.issuer, subject } : null)
        return undefined
      })
    })
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, act: () => Promise<Invited | undefined>) {
    const { language } = viewOf(request)
    const words = wordsIn(language)
    try {
      const invited = await act()
      if (!invited) return send(request, reply, html`<p class="done" role="status">${words("identity:staff.done")}</p>`)
      const until = formatsIn(language, doors.timeZone).dateTime(invited.expiresAt)
      const link = new URL(invited.path, doors.publicUrl).href
      return send(
        request,
        reply,
        html`<section class="card" role="status">
<h2>${words("identity:staff.invited", { account: invited.account })}</h2>
<p>${words("identity:staff.invitedAbout", { account: invited.account, until })}</p>
<p><code>${link}</code></p>
</section>`,
      )
    } catch (error) {
      return send(request, reply, html`<p class="problem" role="alert">${problemOf(error, request, reply)}</p>`)
    }
  }

  async function send(request: FastifyRequest, reply: FastifyReply, notice?: Html) {
    const view = viewOf(request)
    const words = wordsIn(view.language)
    const { actor } = request
    const accounts = (await listAccounts(world.db.query)).filter(({ area }) =>
      mayActOver(actor, "identity.manage-accounts", area),
    )
    const body = html`<h1>${words("identity:staff.title")}</h1>
${notice}
${accounts.map((account) => card(account, view, account.id === actor?.account))}
<h2>${words("identity:staff.new")}</h2>
<form class="card" method="post" action="/accounts?lang=${view.language}">
<p class="quiet">${words("identity:staff.newAbout")}</p>
<label>${words("identity:staff.id")}<input name="id" autocapitalize="none" pattern="[a-z][a-z0-9\\-]{1,31}" required></label>
<label>${words("identity:staff.nameZh")}<input name="nameZh" lang="zh-CN" maxlength="80" required></label>
<label>${words("identity:staff.nameEn")}<input name="nameEn" lang="en" maxlength="80" required></label>
<label>${words("identity:staff.role")}<select name="role">${roles.map((role) => html`<option value="${role}">${words(`identity:roles.${role}`)}</option>`)}</select></label>
${areaField(view.language, actor?.area)}
<button class="button button-main">${words("identity:staff.invite")}</button>
</form>
<p><a href="/account?lang=${view.language}">${words("identity:account.back")}</a></p>`
    return sendPage(doors, request, reply, { path: "/accounts", title: "staff.title", body })
  }

  /** Whoever has an area makes accounts in it alone, so it stands there already. */
  function areaField(language: View["language"], own: string | undefined): Html {
    const words = wordsIn(language)
    const label = own === undefined ? words("identity:staff.area") : words("identity:staff.areaWithin", { area: own })
    const value = own !== undefined && html` value="${own}" required`
    return html`<label>${label}<input name="area" autocapitalize="none" maxlength="200"${value}></label>`
  }

  function card({ id, name: both, role, area }: Account, { language }: View, isOwn: boolean): Html {
    const words = wordsIn(language)
    const button = (what: z.infer<typeof Change>["what"]) =>
      html`<button class="button" name="what" value="${what}">${words(`identity:staff.change.${what}`)}</button>`
    // One form for each: Enter in a field presses the first button of its form.
    const form = (inside: Html) =>
      html`<form method="post" action="/accounts/change?lang=${language}"><input type="hidden" name="id" value="${id}">${inside}</form>`
    return html`<section class="card">
<h2>${both[language]} · ${id}</h2>
<p>${words(`identity:roles.${role}`)} · ${area ?? words("identity:staff.wholeCity")}</p>
${
  isOwn
    ? html`<p class="quiet">${words("identity:staff.own")}</p>`
    : html`<details><summary>${words("identity:staff.more", { account: id })}</summary>
${form(html`${button("factor")}${button("access")}${button("end-sessions")}`)}
${provider && form(html`<label>${words("identity:staff.subject", { provider: provider.name })}<input name="subject" maxlength="255"></label>${button("bind")}`)}
${form(html`<p>${words("identity:staff.endAbout")}</p>${button("end-account")}`)}
</details>`
}
</section>`
  }
}
