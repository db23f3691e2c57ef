import { type Html, html } from "../../html/index.ts"

/** Shown only when the script has found that this browser knows passkeys. */
export function passkeyButton(action: "use" | "add", label: string, failed: string): Html {
  return html`<p hidden><button class="button" type="button" data-passkey="${action}" data-failed="${failed}">${label}</button></p>
<p class="problem" role="alert" data-passkey-problem></p>
<script src="/passkey.js" type="module"></script>`
}
