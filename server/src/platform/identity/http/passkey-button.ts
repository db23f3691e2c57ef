import { type Language, wordsIn } from "@holdfast/words"
import { type Html, html } from "../../html/index.ts"

/** Signs in. Shown only when the script has found that this browser knows passkeys. */
export function usePasskeyButton(language: Language): Html {
  const words = wordsIn(language)
  return html`<p hidden><button class="button" type="button" data-passkey="use">${words("identity:signIn.passkey")}</button></p>
${below(language)}`
}

/** Adds a passkey, for who proves anew who they are; `hasPassword` says by what. Shown as the other. */
export function addPasskeyForm(language: Language, hasPassword: boolean): Html {
  const words = wordsIn(language)
  const proof = html`<label>${words("identity:password.old")}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words("identity:signIn.code")}<input name="code" autocomplete="one-time-code" minlength="6" maxlength="32" required></label>
<p class="quiet">${words("identity:signIn.codeHint")}</p>`
  return html`<form class="card" hidden data-passkey="add">
${hasPassword && proof}
<button class="button">${words("identity:account.addPasskey")}</button>
</form>
${below(language)}`
}

function below(language: Language): Html {
  return html`<p class="problem" role="alert" data-passkey-problem="${wordsIn(language)("identity:passkey.failed")}"></p>
<script src="/passkey.js" type="module"></script>`
}
