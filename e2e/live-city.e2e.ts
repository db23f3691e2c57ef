import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { Secret, TOTP } from "otpauth"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findFreePort } from "../server/src/platform/http/index.ts"
import { runCli, type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-live-"))
const data = path.join(folder, "city")
const passwordFile = path.join(folder, "password")
const password = "three small green boats"
const port = await findFreePort("127.0.0.1")
// Browsers bind a passkey to a name; this one they trust without TLS.
const url = `http://localhost:${port}`
let made = ""
let recoveryCodes: readonly string[] = []
let server: ServerProcess

/** Another site: that a page came from 127.0.0.1 is not that it came from localhost. */
const other = http.createServer(({ url: path }, answer) => {
  if (path === "/on") return void answer.writeHead(303, { location: `${url}/console` }).end()
  return void answer
    .writeHead(200, { "content-type": "text/html" })
    .end('<link rel="icon" href="data:,"><a href="/on">Holdfast</a>')
})
let elsewhere = ""

useBrowser()
beforeAll(async () => {
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  const names = ["--name-zh", "海州市", "--name-en", "Haizhou"]
  const { code, output } = await runCli(["init", ...names, "--admin", "wang", "--password-file", passwordFile], {
    HOLDFAST_DATA: data,
  })
  if (code !== 0) throw new Error(output)
  made = output
  recoveryCodes = /each works once[^\n]*\n((?: {2}\S+\n?)+)/.exec(made)![1]!.trim().split(/\s+/)
  await once(other.listen(0, "127.0.0.1"), "listening")
  elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  server = await startServerProcess({ HOLDFAST_DATA: data, PORT: String(port), HOLDFAST_PUBLIC_URL: url })
})
afterAll(async () => {
  other.close()
  await server?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** What the authenticator app shows now. Each code works once, so the test signs in with one only once. */
function codeOf(uri: string): string {
  return new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get("secret")!) }).generate()
}

async function signInByPassword(page: Page, code: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel("Account").fill("wang")
  await page.getByLabel("Password").fill(password)
  await page.getByLabel("Code").fill(code)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.waitForURL(/\/console$/)
}

/** A fingerprint reader that always says yes, as Chromium brings one for tests. */
async function addAuthenticator(visitor: BrowserContext, page: Page): Promise<void> {
  const session = await visitor.newCDPSession(page)
  await session.send("WebAuthn.enable")
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** A city that imported no relief has none; the browser reports the map's question for it. */
const noRelief = /status of 404/

async function accountHere(visitor: BrowserContext): Promise<string | null> {
  const answer = await visitor.request.get(`${url}/api/session`)
  return ((await answer.json()) as { account: string | null }).account
}

describe("a live city", () => {
  test("has no demo accounts, no role cards, and nobody signed in", async () => {
    const visitor = await newVisitor()
    const page = await visitor.newPage()
    for (const where of ["/", "/sign-in", "/console", "/field", "/privacy", "/report"]) {
      await page.goto(url + where)
      // The field page draws itself; the others come whole.
      if (where === "/field") await page.getByRole("link", { name: "Sign in" }).waitFor()
      const text = await page.locator("body").innerText()
      expect([where, /\bdemo\b|Li Lan|Linjiang|演示|李岚|临江/i.exec(text)?.[0]]).toEqual([where, undefined])
      expect([where, await page.locator('a[href*="/demo"], form[action*="/demo"]').count()]).toEqual([where, 0])
    }
    forgiveComplaints(/status of 401/)
    await page.goto(`${url}/console/warnings`)
    expect(page.url()).toBe(`${url}/sign-in`)
    await expectAccessible(page)
    await expectReflow(page)
    for (const where of ["/demo", "/api/demo/people"]) expect((await visitor.request.get(url + where)).status()).toBe(404)
    const become = await visitor.request.post(`${url}/demo`, { form: { account: "li-lan" }, maxRedirects: 0 })
    expect(become.status()).toBe(404)
    expect(await accountHere(visitor)).toBeNull()
    expect(made).toContain("Haizhou is a live city")
  })

  test("is entered with password and code, then with a passkey, and left each time", async () => {
    const visitor = await newVisitor()
    const page = await visitor.newPage()
    await addAuthenticator(visitor, page)
    const uri = /otpauth:\/\/\S+/.exec(made)![0]
    await signInByPassword(page, codeOf(uri))
    expect(await accountHere(visitor)).toBe("wang")

    await page.goto(`${url}/account`)
    await expectAccessible(page)
    await expectReflow(page)
    // The session alone adds none: it may be a console that somebody left.
    const add = page.getByRole("button", { name: "Add a passkey on this device" })
    await page.getByLabel("Present password").fill("not the password")
    await page.getByLabel("Code").fill(recoveryCodes[1]!)
    await add.click()
    await page.getByRole("alert").filter({ hasText: "do not fit together" }).waitFor()
    forgiveComplaints(/status of 401/)
    await page.getByLabel("Present password").fill(password)
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/api/passkeys") && answer.request().method() === "POST")
    await add.click()
    expect((await kept).ok()).toBe(true)
    await page.getByRole("status").filter({ hasText: "The passkeys were changed" }).waitFor()
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.waitForURL(`${url}/`)
    expect(await accountHere(visitor)).toBeNull()

    await page.goto(`${url}/sign-in`)
    await page.getByRole("button", { name: "Sign in with a passkey" }).click()
    await page.waitForURL(/\/console$/)
    expect(await accountHere(visitor)).toBe("wang")

    // A mail, or the provider on its way back, leads in from another site, over a redirect of its own.
    await page.goto(elsewhere)
    await page.getByRole("link", { name: "Holdfast" }).click()
    await page.waitForURL(/\/(console|sign-in)$/)
    expect(page.url()).toBe(`${url}/console`)

    // Out by the menu of the console this time, which then asks for the next person.
    await page.getByRole("button", { name: "Engineer" }).click()
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.waitForURL(`${url}/sign-in`)
    expect(await accountHere(visitor)).toBeNull()
    forgiveComplaints(noRelief)
  })

  test("is entered with a recovery code once, when the phone is lost", async () => {
    const [code] = recoveryCodes
    const visitor = await newVisitor({ locale: "zh-CN" })
    const page = await visitor.newPage()
    const fill = async () => {
      await page.goto(`${url}/sign-in`)
      await page.getByLabel("账号").fill("wang")
      await page.getByLabel("密码").fill(password)
      await page.getByLabel("验证码").fill(code!)
      await page.getByRole("button", { name: "登录", exact: true }).click()
    }
    await fill()
    await page.waitForURL(/\/console$/)
    // The page would ask on in the name of nobody.
    await page.goto("about:blank")
    await visitor.clearCookies()
    const refused = await visitor.request.post(`${url}/api/session`, { data: { account: "wang", password, code } })
    expect(refused.status()).toBe(401)
    forgiveComplaints(noRelief)
  })
})

const hasTerminal = spawnSync("script", ["--version"]).status === 0

// Two cities are opened one after the other, each with a database of its own.
describe.skipIf(!hasTerminal)("init at a terminal (needs script of util-linux)", { timeout: 300_000 }, () => {
  test("asks for what no option says, shows no password while it is typed, and makes the city", async () => {
    const cli = fileURLToPath(new URL("../cli/src/main.ts", import.meta.url))
    const command = `'${process.execPath}' --disable-warning=ExperimentalWarning '${cli}' init`
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      env: { ...process.env, HOLDFAST_DATA: path.join(folder, "second"), HOLDFAST_LANGUAGE: "en", COLUMNS: "100" },
    })
    let shown = ""
    child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()))
    const answer = async (question: string, text: string) => {
      await expect.poll(() => shown, { timeout: 120_000 }).toContain(question)
      child.stdin.write(`${text}\r`)
    }
    await answer("Name of the city in Chinese:", "青州市")
    await answer("Name of the city in English:", "Qingzhou")
    await answer("Id of the administrator:", "zhao")
    await answer("Password (empty: one is made up):", password)
    const [code] = (await once(child, "close")) as [number]
    expect([code, shown]).toEqual([0, expect.stringContaining("Qingzhou is a live city")])
    expect(shown).toContain("青州市")
    expect(shown).not.toContain(password)
    expect(shown).toMatch(/otpauth:\/\/totp\/\S*zhao/)
    const again = await runCli(["init", "--name-zh", "青", "--name-en", "Q", "--admin", "li"], {
      HOLDFAST_DATA: path.join(folder, "second"),
    })
    expect([again.code, again.output]).toEqual([1, expect.stringContaining("Qingzhou")])
  })
})
