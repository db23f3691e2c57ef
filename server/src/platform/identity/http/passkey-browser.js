// The passkey buttons of /sign-in and /account. Without this script the pages work with password and code.
const post = (address, body) => {
  const headers = { "accept-language": document.documentElement.lang, ...(body && { "content-type": "application/json" }) }
  return fetch(address, { method: "POST", headers, body: body && JSON.stringify(body) })
}

async function addPasskey(form) {
  const asked = await post("/api/passkeys/options", Object.fromEntries(new FormData(form)))
  if (!asked.ok) return asked
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json())
  return post("/api/passkeys", await navigator.credentials.create({ publicKey }))
}

async function usePasskey() {
  const asked = await post("/api/session/passkey/options")
  if (!asked.ok) return asked
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json())
  return post("/api/session/passkey", await navigator.credentials.get({ publicKey }))
}

/** What the server says is wrong helps more than that something is; what the browser says is in its own words. */
async function answered(asked, next) {
  const problem = document.querySelector("[data-passkey-problem]")
  problem.textContent = ""
  const answer = await asked.catch(() => undefined)
  if (answer?.ok) return location.assign(next)
  const said = await answer?.json().catch(() => undefined)
  problem.textContent = said?.detail ?? problem.dataset.passkeyProblem
}

const isKnown = Boolean(globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON)
const use = document.querySelector("[data-passkey=use]")
const add = document.querySelector("[data-passkey=add]")
if (use && isKnown) {
  use.parentElement.hidden = false
  use.addEventListener("click", () => void answered(usePasskey(), "/console"))
}
if (add && isKnown) {
  add.hidden = false
  add.addEventListener("submit", (event) => {
    event.preventDefault()
    void answered(addPasskey(add), `/account?done=passkey&lang=${document.documentElement.lang}`)
  })
}
