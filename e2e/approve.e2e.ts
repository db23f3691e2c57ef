import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Role, Warning, WarningTexts } from "@holdfast/contracts"
import { Secret, TOTP } from "otpauth"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findFreePort } from "../server/src/platform/http/index.ts"
import { runCli, type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-approve-"))
const port = await findFreePort("127.0.0.1")
// Browsers bind a passkey to a name; this one they trust without TLS.
const url = `http://localhost:${port}`
const square = (west: number) => `"POLYGON((${west} 30, ${west + 0.1} 30, ${west + 0.1} 30.1, ${west} 30.1, ${west} 30))"`
const areas = `id,kind,parent,name_zh,name_en,population,wkt
haizhou,city,,海州市,Haizhou,0,"POLYGON((113 30, 113.2 30, 113.2 30.1, 113 30.1, 113 30))"
haizhou/west,district,haizhou,西区,West,0,${square(113)}
haizhou/east,district,haizhou,东区,East,0,${square(113.1)}
haizhou/west/hill,street,haizhou/west,山街,Hill,41000,${square(113)}
haizhou/east/mill,street,haizhou/east,坊街,Mill,28000,${square(113.1)}
`
let server: ServerProcess
let admin: { password: string; totpUri: string }
useBrowser()
beforeAll(async () => {
  const environment = { HOLDFAST_DATA: path.join(folder, "city") }
  const passwordFile = path.join(folder, "password")
  fs.writeFileSync(passwordFile, "three small green boats\n", { mode: 0o600 })
  fs.writeFileSync(path.join(folder, "areas.csv"), areas)
  const names = ["--name-zh", "海州市", "--name-en", "Haizhou"]
  const made = await runCli(["init", ...names, "--admin", "wang", "--password-file", passwordFile], environment)
  admin = { password: "three small green boats", totpUri: /otpauth:\/\/\S+/.exec(made.output)![0] }
  server = await startServerProcess({ ...environment, PORT: String(port), HOLDFAST_PUBLIC_URL: url })
  const imported = await runCli(["import", path.join(folder, "areas.csv"), "--kind", "areas", "--crs", "wgs84"], environment)
  if (imported.code !== 0) throw new Error(imported.output)
})
afterAll(async () => {
  await server?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** The code of now, or the one that comes next: each works once, and one step early still counts. */
function codeOf(uri: string, ahead: 0 | 1 = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get("secret")!) })
  return totp.generate({ timestamp: Date.now() + ahead * 30_000 })
}
const headers = { "sec-fetch-site": "same-origin" }
async function post<T>(visitor: BrowserContext, where: string, data: object = {}, method = "POST"): Promise<T> {
  const answer = await visitor.request.fetch(`${url}/api${where}`, { method, data, headers })
  expect([where, answer.status() < 300 ? "" : await answer.text()]).toEqual([where, ""])
  return (answer.status() === 204 ? undefined : await answer.json()) as T
}
interface Person {
  readonly visitor: BrowserContext
  readonly first: { readonly account: string; readonly password: string; readonly totpUri: string }
}
async function hire(engineer: BrowserContext, id: string, role: Role, options = {}): Promise<Person> {
  const name = { "zh-CN": id, en: id }
  const first = await post<Person["first"]>(engineer, "/accounts", { id, role, name, area: null })
  const visitor = await newVisitor(options)
  const { account, password, totpUri } = first
  await post(visitor, "/session", { account, password, code: codeOf(totpUri) })
  return { visitor, first }
}
/** A fingerprint reader that always says yes, as Chromium brings one for tests; its passkey is kept by its owner. */
async function keepPasskey({ visitor, first }: Person, page: Page): Promise<void> {
  const session = await visitor.newCDPSession(page)
  await session.send("WebAuthn.enable")
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true } as const
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await page.goto(`${url}/account`)
  await page.getByLabel("Present password").fill(first.password)
  await page.getByLabel("Code").fill(codeOf(first.totpUri, 1))
  await page.getByRole("button", { name: "Add a passkey on this device" }).click()
  await page.getByRole("status").filter({ hasText: "The passkeys were changed" }).waitFor()
}

test("whoever is called approves on a phone with three taps and a passkey, and the author sees who was called", async () => {
  const engineer = await newVisitor()
  await post(engineer, "/session", { account: "wang", password: admin.password, code: codeOf(admin.totpUri) })
  const li = await hire(engineer, "li", "duty-officer")
  const zhao = await hire(engineer, "zhao", "approver", { viewport: { width: 320, height: 640 } })
  const phone = await zhao.visitor.newPage()
  await keepPasskey(zhao, phone)

  const begun = await post<Warning>(li.visitor, "/warnings", { hazard: "rainstorm", level: "red", areas: ["haizhou/west"] })
  const texts = JSON.parse(JSON.stringify(begun.texts).replaceAll("{{measured}}", "104 mm")) as WarningTexts
  await post(li.visitor, `/warnings/${begun.id}`, { version: begun.version, texts }, "PATCH")
  const desk = await li.visitor.newPage()
  await desk.goto(`${url}/console/warnings/${begun.id}`)
  await desk.getByText("This city issues it").first().waitFor()
  await desk.getByRole("button", { name: "Ask for approval" }).click()
  await desk.getByText(/^zhao called at \d\d:\d\d:\d\d$/).waitFor()
  await expectAccessible(desk)

  // A session alone sends nothing: somebody may have left it.
  const { version } = (await (await zhao.visitor.request.get(`${url}/api/warnings/${begun.id}`)).json()) as Warning
  const alone = { data: { version, read: ["zh-CN", "en"] }, headers }
  const refused = await zhao.visitor.request.post(`${url}/api/warnings/${begun.id}/approve`, alone)
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([403, "IDENTITY_PROOF_NEEDED"])

  await phone.goto(`${url}/approve`)
  await phone.getByRole("link", { name: /W-1/ }).click()
  await phone.getByRole("img", { name: "Map of the area: West" }).waitFor()
  await phone.getByText("Next to it and not included: East").waitFor()
  await expectAccessible(phone)
  await expectReflow(phone)
  const approve = phone.getByRole("button", { name: /^Approve and send to/ })
  await phone.getByLabel("I have read the 中文").check()
  expect(await approve.isDisabled()).toBe(true)
  await phone.getByLabel("I have read the English").check()
  await approve.click()
  await phone.getByText(/^Sent at \d\d:\d\d:\d\d\.$/).waitFor()
  await desk.getByText(/^Sent .*20\d\d/).waitFor()
  expect((await (await desk.request.get(`${url}/api/warnings/${begun.id}`)).json()) as Warning).toMatchObject({
    state: "sent",
    basis: "approved",
    approverRole: "approver",
  })
  // A city that imported no relief has none; the browser reports the map's question for it.
  forgiveComplaints(/status of 404/)
})
