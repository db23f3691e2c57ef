import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Warning } from "@holdfast/contracts"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { sendPush, startPushReceiver } from "../server/test/send-push.ts"
import { type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { expectAccessible, expectReflow, newVisitor, useBrowser } from "./browser.ts"

/** Of people who look at what they made: pictures of every page go here when it is set. */
const PICTURES = process.env["HOLDFAST_TEST_PICTURES"]
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-residents-"))
const receiver = await startPushReceiver(path.join(folder, "tls"))
let server: ServerProcess
let warning: Warning

useBrowser()
beforeAll(async () => {
  server = await startServerProcess({ HOLDFAST_DATA: path.join(folder, "data"), HOLDFAST_DEMO_PEOPLE: "200000" })
})
afterAll(async () => {
  await server.stop()
  await receiver.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function look(page: Page, name: string) {
  await expectAccessible(page)
  await expectReflow(page)
  if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `residents-${name}.png`), fullPage: true })
}

type Ask = <T>(method: string, path: string, data?: object) => Promise<T>

/** One of the invented people, at the interface: what they do on their screens is tried elsewhere. */
async function asRole(role: string): Promise<Ask> {
  const { request } = await newVisitor()
  const ask: Ask = async (method, path, data) => {
    const headers = { "sec-fetch-site": "same-origin" }
    const answer = await request.fetch(`${server.url}${path}`, { method, headers, ...(data && { data }) })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as never
  }
  await request.post(`${server.url}/api/demo/session`, { data: { role }, headers: { "sec-fetch-site": "same-origin" } })
  return ask
}

async function sendWarning(level: string, areas: string[]): Promise<Warning> {
  const [officer, approver] = [await asRole("duty-officer"), await asRole("approver")]
  const draft = await officer<Warning>("POST", "/api/warnings", { hazard: "rainstorm", level, areas })
  const texts = JSON.parse(JSON.stringify(draft.texts).replaceAll("{{measured}}", "104")) as object
  await officer("PATCH", `/api/warnings/${draft.id}`, { texts, version: draft.version })
  await officer("POST", `/api/warnings/${draft.id}/submit`)
  const { version } = await approver<Warning>("GET", `/api/warnings/${draft.id}`)
  return approver<Warning>("POST", `/api/warnings/${draft.id}/approve`, { version, read: ["zh-CN", "en"] })
}

/** A phone whose push service is the one of this test: the browser's own lies on the internet. */
async function newPhone(locale: string): Promise<BrowserContext> {
  const { keys } = JSON.parse(receiver.addressFor("201")) as { keys: object }
  const phone = await newVisitor({ locale, viewport: { width: 360, height: 740 }, permissions: ["notifications"] })
  await phone.addInitScript(
    (push) => {
      Object.assign(PushManager.prototype, { subscribe: async () => push, getSubscription: async () => null })
    },
    { endpoint: "https://push.example/201", keys },
  )
  return phone
}

test("a resident subscribes with one button, gets a push, changes, says 'I am safe', and ends it in one tap", async () => {
  warning = await sendWarning("orange", ["linjiang/xihe"])
  // A browser is offered warnings only where the city's engineer switched that way on.
  const channel = {
    kind: "web-push",
    name: { "zh-CN": "浏览器", en: "Browsers" },
    settings: { contact: "mailto:duty@linjiang.example" },
  }
  const common = { enabled: true, areas: [], levels: [], language: "en", ratePerS: null }
  await (await asRole("engineer"))("POST", "/api/channels", { ...channel, ...common })

  const phone = await newPhone("en")
  const page = await phone.newPage()
  await page.goto(`${server.url}/at/linjiang/xihe?lang=en`)
  await page.getByRole("link", { name: "Get warnings for this place" }).click()
  await page.getByText("Works on this device").waitFor()
  await look(page, "subscribe")
  await page.getByRole("button", { name: "Turn on warnings here" }).click()
  await page.waitForURL(/\/subscriptions\//)
  const own = new URL(page.url()).pathname
  await page.getByText("in this browser · all dangers · Blue and above").waitFor()
  await page.getByText(warning.texts.en.headline).first().waitFor()
  await look(page, "page")

  const change = { language: "en", code: warning.code, event: warning.code, headline: "DRILL Red rainstorm warning" } as const
  const notice = await sendPush(receiver, path.join(folder, "data"), change)
  await pushTo(phone, page, notice)
  const shown = () =>
    page.evaluate(async () => {
      const notices = await (await navigator.serviceWorker.ready).getNotifications()
      return notices.map(({ title, tag, lang }) => ({ title, tag, lang }))
    })
  await expect.poll(shown).toEqual([{ title: "■ ▮▮▮▮ DRILL Red rainstorm warning", tag: warning.code, lang: "en" }])
  await pushTo(phone, page, { ...notice, purpose: "lifting", headline: "Lifted" })
  await expect.poll(shown).toEqual([{ title: "Lifted", tag: warning.code, lang: "en" }])

  await page.getByText("Change", { exact: true }).click()
  await page.getByLabel("From which level").selectOption("red")
  await page.getByLabel("Send nothing at certain hours").check()
  await look(page, "change")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("only Red · quiet from 22:00 until 07:00").first().waitFor()
  await page.getByText("Why did I get this?").click()
  await page.getByText("where you asked for warnings").waitFor()
  await page.getByRole("button", { name: "I am safe" }).click()
  await page.getByText("You are safe").first().waitFor()

  // The same in Chinese, and what the first page says of this browser.
  await page.goto(`${server.url}${own}?lang=zh-CN`)
  await page.getByText("您已报平安").first().waitFor()
  await look(page, "page-zh")
  await page.goto(`${server.url}/subscribe/linjiang/xihe?lang=zh-CN`)
  await page.getByText("本浏览器已订阅").waitFor()
  await look(page, "subscribe-zh")
  await page.getByRole("listitem").getByRole("link").click()
  await page.getByRole("button", { name: "退订" }).click()
  await page.getByRole("heading", { name: "已退订" }).waitFor()
  const gone = await page.request.get(`${server.url}${own}`)
  expect(gone.status()).toBe(404)
  await page.goto(`${server.url}/subscribe?lang=zh-CN`)
  expect(await page.getByText("本浏览器已订阅").isVisible()).toBe(false)
})

test("an update says what changed, an old link what is true now, the same words of a neighbour are one card, and 'I am safe' folds it", async () => {
  const red = await sendWarning("red", ["linjiang/xihe", "linjiang/donghu"])
  const neighbour = await sendWarning("red", ["linjiang/beigang"])

  const page = await (await newVisitor({ viewport: { width: 360, height: 740 } })).newPage()
  await page.goto(`${server.url}/warnings/${warning.code}?lang=en`)
  await page.getByText("This is old. Now in force:").waitFor()
  await page.getByRole("link", { name: `(${red.code})` }).click()
  await page.getByText(`compared with ${warning.code}`).click()
  await page.getByText("Level: Red instead of Orange").waitFor()
  await page.getByText("Now also: Donghu").waitFor()
  await look(page, "changed")

  await page.goto(`${server.url}/?lang=en`)
  const card = page.locator(".card.in-force")
  await expect.poll(() => card.count()).toBe(1)
  expect(await card.innerText()).toContain(`${neighbour.code}, ${red.code}`)
  for (const name of ["Xihe", "Donghu", "Beigang"]) expect(await card.innerText()).toContain(name)
  await look(page, "folded")
  await page.getByRole("button", { name: "I am safe" }).click()
  await page.reload()
  await page.getByText("You said that you are safe").waitFor()
  expect(await card.isVisible()).toBe(false)
  await look(page, "safe")
})

/** Gives a message to the service worker as the browser does when its push service has one. */
async function pushTo(phone: BrowserContext, page: Page, notice: unknown) {
  const browser = await phone.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL === `${server.url}/`)
      if (found) resolve(found.registrationId)
    })
  })
  await browser.send("ServiceWorker.enable")
  const registrationId = await registered
  await browser.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data: JSON.stringify(notice) })
  await browser.detach()
}
