import { type Language, wordsIn } from "@holdfast/words"
import type { FastifyReply, FastifyRequest } from "fastify"
import { type Html, html } from "../../html/index.ts"
import { usePasskeyButton } from "./passkey-button.ts"
import { type IdentityDoors, problemOf, sendPage, viewOf } from "./view.ts"

/** The page `/sign-in`; after a failure with what was wrong and the account that was typed. */
export function sendSignIn(
  doors: IdentityDoors,
  request: FastifyRequest,
  reply: FastifyReply,
  failed?: { readonly error: unknown; readonly account?: string },
) {
  const { language } = viewOf(request)
  const problem = failed && problemOf(failed.error, request, reply)
  const body = form(doors, language, problem, failed?.account)
  return sendPage(doors, request, reply, { path: "/sign-in", title: "signIn.title", body })
}

function form({ passkeys, provider }: IdentityDoors, language: Language, problem = "", account = ""): Html {
  const words = wordsIn(language)
  return html`<h1>${words("identity:signIn.title")}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${provider && html`<a class="button" href="/sign-in/provider?lang=${language}">${words("identity:signIn.provider", { provider: provider.name })}</a>`}
${passkeys.available && usePasskeyButton(language)}
<form method="post" action="/sign-in?lang=${language}">
<label>${words("identity:signIn.account")}<input name="account" autocomplete="username" autocapitalize="none" required value="${account}"></label>
<label>${words("identity:signIn.password")}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words("identity:signIn.code")}<input name="code" autocomplete="one-time-code" required></label>
<p class="quiet">${words("identity:signIn.codeHint")}</p>
<button class="button button-main">${words("identity:signIn.submit")}</button>
</form>`
}
