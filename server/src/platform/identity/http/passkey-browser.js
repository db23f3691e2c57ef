// The passkey buttons of /sign-in and /account. Without this script the pages work with password and code.
const post = (address, body) =>
  fetch(address, { method: "POST", headers: body && { "content-type": "application/json" }, body: body && JSON.stringify(body) })

async function addPasskey() {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await (await post("/api/passkeys/options")).json())
  return post("/api/passkeys", await navigator.credentials.create({ publicKey }))
}

async function usePasskey() {
  const options = await (await post("/api/session/passkey/options")).json()
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return post("/api/session/passkey", await navigator.credentials.get({ publicKey }))
}

async function press(button, add) {
  const answer = await (add ? addPasskey() : usePasskey()).catch(() => undefined)
  if (answer?.ok) location.assign(add ? "/account" : "/console")
  else document.querySelector("[data-passkey-problem]").textContent = button.dataset.failed
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) break
  button.parentElement.hidden = false
  button.addEventListener("click", () => void press(button, button.dataset.passkey === "add"))
}
