import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Incident, Review, Session, Warning } from "@holdfast/contracts"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startDrillProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, newVisitor, useBrowser } from "./browser.ts"

const SIGNAL_WITHIN_MS = 90_000
const PLAYED_WITHIN_MS = 240_000

const folders = ["live", "played"].map((name) => fs.mkdtempSync(path.join(os.tmpdir(), `holdfast-e2e-${name}-`)))
/** In one drill visitors act; the other is played by its cast meanwhile, and watched at the end. */
let drill: ServerProcess
let played: ServerProcess
/** The records of the one thread, as the tests come upon them. */
const story = { signal: "", warning: "", warningCode: "", incident: "", outageCode: "", reportCode: "" }

useBrowser()
beforeAll(async () => {
  ;[drill, played] = await Promise.all([
    startDrillProcess({ HOLDFAST_DATA: folders[0]! }, { speed: 600, play: false }),
    startDrillProcess({ HOLDFAST_DATA: folders[1]! }, { speed: 600, play: true }),
  ])
})
afterAll(async () => {
  await drill.stop()
  await played.stop()
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
})

const officer = async () => become(await newVisitor(), drill.url, "Li Lan")
const resident = (options = {}): Promise<BrowserContext> => newVisitor({ javaScriptEnabled: false, ...options })
const idOf = (page: Page) => page.url().split("/").at(-1)!
const read = async <T>(page: Page, address: string): Promise<T> => (await page.request.get(address)).json() as Promise<T>

test("a signal becomes a warning, which two people send", async () => {
  const page = await officer()
  const grave = page.locator(".inbox-row").filter({ has: page.getByRole("img", { name: "Orange" }) })
  await grave.first().waitFor({ timeout: SIGNAL_WITHIN_MS })
  // From here on a minute of the city takes a second, so that nothing expires under the hands of those who act.
  await page.getByRole("button", { name: "60×" }).click()
  await page.getByRole("button", { name: "60×", pressed: true }).waitFor()
  await grave.first().click()
  await page.getByRole("heading", { name: "Why" }).waitFor()
  story.signal = idOf(page)
  await page.getByRole("button", { name: "Acknowledge" }).click()
  await page.getByText(/^Duty officer, seen/).waitFor()
  await page.getByRole("button", { name: "Draft warning" }).click()
  await page.getByRole("button", { name: "Ask for approval" }).waitFor()
  story.warning = idOf(page)
  await expectAccessible(page)
  await expectReflow(page)
  await page.getByRole("button", { name: "Ask for approval" }).click()
  await page.getByText("Approval was asked for. Nothing goes out before it.").waitFor()
  expect(await page.getByRole("button", { name: /^Approve/ }).count()).toBe(0)
  const own = page.request.post(`${drill.url}/api/warnings/${story.warning}/approve`, { data: { version: "any", read: [] } })
  expect((await own).status()).toBe(403)

  const approver = await become(await newVisitor({ locale: "zh-CN" }), drill.url, "赵川")
  await approver.getByRole("link", { name: "待您审批 1" }).click()
  await approver.locator(`[data-row="${story.warning}"]`).click()
  const approve = approver.getByRole("button", { name: "批准并演练发送，外部不会收到" })
  await approve.waitFor()
  expect(await approve.isDisabled()).toBe(true)
  await expectAccessible(approver)
  await approver.getByRole("checkbox", { name: "已核对中文" }).check()
  expect(await approve.isDisabled()).toBe(true)
  await approver.getByRole("checkbox", { name: "已核对English" }).check()
  await approve.click()
  await page.getByText(/^Sent .*2026/).waitFor()
  const warning = await read<Warning>(page, `${drill.url}/api/warnings/${story.warning}`)
  expect(warning).toMatchObject({ kind: "warning", state: "sent", because: story.signal, authorRole: "duty-officer" })
  expect(await read<Session>(page, `${drill.url}/api/session`)).toMatchObject({ approversOnDuty: 1 })
  story.warningCode = warning.code
})

test("the public reads it without scripts, and machines read it in the feed", async () => {
  const page = await (await resident()).newPage()
  await page.goto(drill.url)
  await page.getByText("演练 DRILL").first().waitFor()
  await page.getByText(story.warningCode).first().waitFor()
  await page.goto(`${drill.url}/warnings/${story.warningCode}`)
  await page
    .getByText(/in force/)
    .first()
    .waitFor()
  expect(await page.getByRole("listitem").count()).toBeGreaterThan(0)
  const feed = await page.request.get(`${drill.url}/cap/feed.atom`)
  expect(await feed.text()).toContain(story.warningCode)
})

test("the plan opens an incident, whose tasks are begun and done", async () => {
  const page = await officer()
  await page.getByRole("link", { name: /^Incidents 1/ }).click()
  await page.getByRole("link", { name: /^I-1 / }).click()
  const todo = page.getByRole("region", { name: "To do" }).getByRole("article")
  story.incident = idOf(page)
  const title = await todo.first().getAttribute("aria-label")
  await todo.first().getByRole("button", { name: "Start" }).click()
  const doing = page.getByRole("region", { name: "Doing" }).getByRole("article", { name: title! })
  await doing.getByRole("button", { name: "Done" }).click()
  await page.getByRole("region", { name: "Done" }).getByRole("article", { name: title! }).waitFor()
  // It opens as well when it is older than all that the list has.
  await page.route("**/api/incidents", (route) => route.fulfill({ json: { position: 0, incidents: [] } }))
  await page.reload()
  await page.getByRole("region", { name: "Done" }).getByRole("article", { name: title! }).waitFor()
})

test("an outage is entered, restored, and drawn as a curve", async () => {
  const page = await become(await newVisitor(), drill.url, "Deng Yuan")
  await page.goto(`${drill.url}/console/outages`)
  await page.getByText("Report an outage").click()
  await page.getByLabel("Where").selectOption({ index: 2 })
  await page.getByLabel("Households without it", { exact: true }).fill("4200")
  await page.getByLabel("Because of incident").selectOption({ index: 1 })
  await page.getByRole("button", { name: "Report it" }).click()
  story.outageCode = /O-\d+/.exec(await page.getByText(/^Reported as/).innerText())![0]
  for (const households of ["1400", "0"]) {
    await page.getByLabel("Households without it now").fill(households)
    await page.getByRole("button", { name: "Update" }).click()
    await expect.poll(() => page.getByLabel("Households without it now").inputValue()).toBe("")
  }
  await page.getByRole("button", { name: "Confirm: it is back" }).click()
  await page.getByText("Restored", { exact: true }).waitFor()
  await page.getByText("Show as a table").click()
  await page.getByRole("cell", { name: "4,200 households" }).waitFor()
  await page.getByRole("cell", { name: "0 households", exact: true }).first().waitFor()
})

test("a resident without scripts reports a flooded underpass with a photo and follows it by its code", async () => {
  const visitor = await resident()
  const page = await visitor.newPage()
  await page.goto(`${drill.url}/report`)
  const photo = { name: "underpass.png", mimeType: "image/png", buffer: await page.screenshot() }
  const next = () => page.getByRole("button", { name: "Next" }).click()
  await page.getByLabel("Choose or take a photo").setInputFiles(photo)
  await page.getByLabel("No", { exact: true }).check()
  await next()
  await page.getByLabel("Where exactly?").fill("Nanhuan underpass, north side")
  await next()
  await page.getByLabel("Flooded underpass").check()
  await next()
  await page.getByLabel("What do you see?").fill("Water up to half a wheel")
  await next()
  await page.getByRole("button", { name: "Check everything" }).click()
  await page.getByRole("button", { name: "Send the report to the duty desk" }).click()
  story.reportCode = await page.locator(".code").innerText()

  const desk = await officer()
  await desk.getByRole("link", { name: "Open requests 1" }).click()
  const request = desk.getByRole("article", { name: "Flooded underpass" })
  await expect.poll(() => request.getByRole("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await request.getByText("Answer", { exact: true }).click()
  await request.getByLabel("Solved").check()
  await request.getByLabel("Words for the person who asked").fill("The crew is there. Please go around.")
  await request.getByRole("button", { name: "Send the answer" }).click()
  await request.getByText("The crew is there. Please go around.").waitFor()

  // In the thread it is a day without an hour, wherever on earth the city is.
  const { requests } = await read<{ requests: { id: string }[] }>(desk, `${drill.url}/api/requests`)
  const data = { incident: story.incident }
  expect((await desk.request.post(`${drill.url}/api/requests/${requests[0]!.id}/link`, { data })).status()).toBe(204)
  await desk.goto(`${drill.url}/console/thread/${story.incident}`)
  const sealed = desk.locator(".thread-row").filter({ hasText: "From a resident's report" })
  expect(await sealed.getByRole("time").innerText()).toMatch(/^\p{L}+ \d+ \p{L}+$/u)

  await page.goto(`${drill.url}/report/status`)
  await page.getByLabel("Your code").fill(story.reportCode)
  await page.getByRole("button", { name: "Show my report" }).click()
  await page.getByText("The crew is there. Please go around.").waitFor()
})

test("a lifting by two people ends the warning and its incident, and the review says how long each step took", async () => {
  const page = await officer()
  await page.goto(`${drill.url}/console/warnings/${story.warning}`)
  await page.getByRole("button", { name: "End: lifted…" }).click()
  await page.getByRole("button", { name: "Ask for approval of the lifting" }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(story.warning))
  const lifting = page.url()
  const approver = await become(await newVisitor(), drill.url, "Zhao Chuan")
  await approver.goto(lifting)
  for (const language of ["中文", "English"]) await approver.getByLabel(`I have read the ${language}`).check()
  await approver.getByRole("button", { name: /^Approve and send in the drill/ }).click()
  await expect
    .poll(async () => (await read<Warning>(page, `${drill.url}/api/warnings/${story.warning}`)).state, { timeout: 15_000 })
    .toBe("lifted")

  const reader = await (await resident()).newPage()
  await reader.goto(`${drill.url}/warnings/${story.warningCode}`)
  await reader
    .getByText(/^Lifted/)
    .first()
    .waitFor()

  await page.goto(`${drill.url}/console/incidents/${story.incident}`)
  const close = page.getByRole("button", { name: "Close the incident" })
  const review = page.getByRole("link", { name: "Open the review" })
  await close.or(review).waitFor()
  if (await close.isVisible()) await close.click()
  await review.click()
  for (const span of ["Signal to sent", "Sent to first task", "Outage to restored", "Sent to lifted"]) {
    const figure = page.locator(".review-figures > div").filter({ hasText: span })
    await figure.getByText(/\d+ (h|min)/).waitFor()
  }
})

test("the thread is walked both ways", async () => {
  const page = await officer()
  await page.goto(`${drill.url}/console/watch/${story.signal}`)
  await page.getByRole("link", { name: "The whole thread" }).click()
  await page.locator(`[data-row="${story.warning}"]`).click()
  await page.getByRole("link", { name: "The whole thread" }).click()
  await page.locator(`[data-row="${story.incident}"]`).click()
  await page.getByRole("heading", { name: "Flood response", exact: false }).waitFor()
  await page.getByRole("link", { name: "The whole thread" }).click()
  for (const code of [story.warningCode, story.outageCode]) await page.getByText(code, { exact: false }).first().waitFor()
  await page.locator(`[data-row="${story.signal}"]`).click()
  await page.getByRole("heading", { name: "Why" }).waitFor()
  expect(idOf(page)).toBe(story.signal)
})

const places = () => [
  "/",
  `/warnings/${story.warningCode}`,
  "/report",
  "/privacy",
  "/demo",
  "/sign-in",
  "/field",
  "/console",
  `/console/watch/${story.signal}`,
  "/console/warnings",
  `/console/warnings/${story.warning}`,
  "/console/incidents",
  `/console/incidents/${story.incident}`,
  "/console/outages",
  "/console/requests",
  "/console/journal",
  "/console/reviews",
  `/console/reviews/${story.incident}`,
  `/console/thread/${story.incident}`,
]

test.each([
  { locale: "en", colorScheme: "light", name: "Li Lan" },
  { locale: "zh-CN", colorScheme: "dark", name: "李岚" },
] as const)("every page in $locale and $colorScheme says that it is a drill, is accessible, and fits 320 px", async (look) => {
  const { name, ...options } = look
  const page = await become(await newVisitor(options), drill.url, name)
  for (const place of places()) {
    await page.goto(drill.url + place)
    await page.getByText("演练 DRILL").first().waitFor()
    await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" })
    await expectAccessible(page)
    await expectReflow(page)
  }
})

test("a drill that its cast plays runs through the whole thread by itself", async () => {
  const page = await become(await newVisitor(), played.url, "Li Lan")
  await expect
    .poll(async () => (await read<{ finished: boolean }>(page, `${played.url}/api/drill`)).finished, {
      timeout: PLAYED_WITHIN_MS,
      interval: 1_000,
    })
    .toBe(true)
  const { warnings } = await read<{ warnings: Warning[] }>(page, `${played.url}/api/warnings`)
  expect(warnings.filter(({ sentAt }) => sentAt !== null).length).toBeGreaterThan(10)
  expect(warnings.some(({ kind, state }) => kind === "warning" && state === "lifted")).toBe(true)
  expect(warnings.filter(({ state }) => state === "sent")).toEqual([])
  const { incidents } = await read<{ incidents: Incident[] }>(page, `${played.url}/api/incidents`)
  expect(incidents.some(({ closedAt }) => closedAt !== null)).toBe(true)
  const { reviews } = await read<{ reviews: Review[] }>(page, `${played.url}/api/reviews`)
  expect(reviews.some(({ minutes }) => minutes.signalToSent !== null && minutes.sentToLifted !== null)).toBe(true)
  await page.goto(`${played.url}/console/reviews`)
  await page.getByRole("link", { name: /I-\d+/ }).first().click()
  await page.getByRole("heading", { name: "Timeline" }).waitFor()
})
