import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Incident, Warning } from "@holdfast/contracts"
import type { Locator, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startDrillProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"

const SIGNAL_WITHIN_MS = 90_000
const TABS_MAX = 150
const soon = { timeout: 30_000 }
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-console-"))
let drill: ServerProcess
/** The warning that the first test hands on. */
let warning = ""

useBrowser()
beforeAll(async () => {
  drill = await startDrillProcess({ HOLDFAST_DATA: folder }, { speed: 600, play: false })
})
afterAll(async () => {
  await drill.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Walks with Tab, as who has no mouse does, and fails when the way is too long. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let step = 0; step < TABS_MAX; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`${String(wanted)} is not reached with Tab`)
}
const press = async (page: Page, wanted: Locator, key = "Enter") => {
  await tabTo(page, wanted)
  await page.keyboard.press(key)
}
const readWarning = async (page: Page) =>
  (await (await page.request.get(`${drill.url}/api/warnings/${warning}`)).json()) as Warning

test("by keyboard alone a signal is acknowledged, drafted, and handed on; a reload loses no word", async () => {
  const page = await become(await newVisitor(), drill.url, "Li Lan")
  const grave = page.locator(".inbox-row").filter({ has: page.getByRole("img", { name: "Orange" }) })
  await grave.first().waitFor({ timeout: SIGNAL_WITHIN_MS })
  await page.request.post(`${drill.url}/api/drill/speed`, { data: { speed: 1 } })
  await press(page, grave.first())
  await page.getByRole("heading", { name: "Why" }).waitFor()
  await page.keyboard.press("a")
  await page.getByText(/^Duty officer, seen/).waitFor()
  await page.keyboard.press("w")
  await page.getByRole("heading", { name: "5 Card" }).waitFor()
  warning = page.url().split("/").at(-1)!
  // A value is not said without its window and its station, neither at the desk nor to the public.
  const measured = /\d (?:mm in \d+ h|m) at \w.*/
  await page.getByText(new RegExp(`${measured.source} · ≥ \\d`)).waitFor()
  // The words keep a slot, and beside them stands what it says now.
  expect(await page.getByLabel("Text English").inputValue()).toContain("Measured: {{measured}}.")
  await page.getByRole("button", { name: new RegExp(`^\\+ measured .*${measured.source}`) }).waitFor()
  expect((await readWarning(page)).texts.en.description).toMatch(measured)
  // One press of the coach says in both languages who warns.
  await press(page, page.getByRole("button", { name: "Add “Issued by {{city}}.”" }))
  await page.getByText("✓ Numbers, times, and places agree.").waitFor()

  const headline = page.getByLabel("Headline English")
  await tabTo(page, headline)
  await page.keyboard.press("End")
  await page.keyboard.type(" tonight")
  await page.reload()
  await headline.waitFor()
  await expect.poll(() => headline.inputValue(), soon).toMatch(/ tonight$/)
  await page
    .getByText(/“tonight” means another time after midnight/)
    .first()
    .waitFor()
  await press(page, page.locator(".coach").getByRole("button", { name: "Show" }).first())
  expect(
    await headline.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd)),
  ).toBe("tonight")
  await page.keyboard.press("Backspace")
  await page.keyboard.press("Backspace")
  await page.keyboard.press("Control+s")
  await page.getByText("✓ Numbers, times, and places agree.").waitFor()

  const certainty = page.getByRole("group", { name: "How sure is it?" })
  await tabTo(page, certainty.getByRole("radio", { checked: true }))
  await page.keyboard.press("ArrowDown")
  await expect.poll(async () => (await readWarning(page)).certainty, soon).toBe("Likely")
  await press(page, page.locator(".previews > summary"))
  await page.getByRole("group", { name: "Locked phone" }).waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  await press(page, page.getByRole("button", { name: "Ask for approval" }))
  await page.getByText("Approval was asked for. Nothing goes out before it.").waitFor()
})

test("who approves waits for the card, never for ever, and approves by keyboard", async () => {
  const visitor = await newVisitor()
  const page = await become(visitor, drill.url, "Zhao Chuan")
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route("**/card", async (route) => {
    await held
    await route.abort()
  })
  await page.goto(`${drill.url}/console/warnings/${warning}`)
  const approve = page.getByRole("button", { name: /^Approve and send in the drill/ })
  for (const language of ["中文", "English"]) await press(page, page.getByLabel(`I have read the ${language}`), "Space")
  expect(await approve.isDisabled()).toBe(true)
  await page.getByText("The card is still loading.").first().waitFor()
  release()
  await page.getByText(/could not be checked. You can send nevertheless/).waitFor()
  await expect.poll(() => approve.isDisabled(), soon).toBe(false)
  forgiveComplaints(/Failed to load resource/)
  await page.unroute("**/card")
  await press(page, page.getByRole("button", { name: "Try again" }))
  await page.getByText("Residents inside").waitFor()
  await expectAccessible(page)
  await press(page, approve)
  await page.getByText(/^Sent .*2026/).waitFor()
  expect(await readWarning(page)).toMatchObject({ state: "sent", certainty: "Likely" })
})

test("on a phone a task is begun and done by keyboard", async () => {
  const visitor = await newVisitor({ viewport: { width: 360, height: 740 } })
  const page = await become(visitor, drill.url, "Li Lan")
  const read = async () =>
    ((await (await page.request.get(`${drill.url}/api/incidents`)).json()) as { incidents: Incident[] }).incidents[0]!
  await expect.poll(async () => (await read())?.tasks.length ?? 0, soon).toBeGreaterThan(0)
  const task = (await read()).tasks[0]!
  // Whoever has the role of the task has it on the phone.
  const headers = { "sec-fetch-site": "same-origin" }
  // The console would ask on in the name of nobody.
  await page.goto("about:blank")
  await page.request.post(`${drill.url}/api/demo/session`, { data: { role: task.role }, headers })
  await page.goto(`${drill.url}/field`)
  const card = page.getByRole("article", { name: task.title.en })
  await card.getByRole("button", { name: "Start" }).waitFor()
  // What arrived counts, also while the page still has the answer from before: the button does not turn back.
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route("**/api/incidents", async (route) => {
    await held
    await route.continue()
  })
  const started = page.waitForResponse(`**/api/tasks/${task.id}/start`)
  await press(page, card.getByRole("button", { name: "Start" }))
  await started
  await press(page, card.getByRole("button", { name: "Done" }))
  release()
  await expect.poll(async () => (await read()).tasks.find(({ id }) => id === task.id)?.state, soon).toBe("done")
})

test("an ear says whether alarms are heard, and silence is seen by all", async () => {
  const officer = await become(await newVisitor(), drill.url, "Li Lan")
  const approver = await become(await newVisitor(), drill.url, "Zhao Chuan")
  const check = officer.getByRole("region", { name: "Sound" })
  await officer.getByRole("button", { name: "! Sound is off" }).waitFor()
  await check.getByRole("button", { name: "Play a test tone" }).click()
  await check.getByRole("button", { name: "Yes" }).click()
  await check.waitFor({ state: "hidden" })
  await officer.getByRole("button", { name: "Sound on" }).click()
  await officer.getByLabel("in a briefing").check()
  await officer.getByRole("button", { name: "Off for 10 min" }).click()
  await officer.keyboard.press("Escape")
  await officer.getByRole("button", { name: /^! Muted until/ }).waitFor()
  await approver.getByText(/Does not hear alarms until .*: Duty officer \(in a briefing\)/).waitFor()
  await expectAccessible(approver)
})

test("only who can act is told that something needs them", async () => {
  const officer = await become(await newVisitor(), drill.url, "Li Lan")
  await officer.getByText(/^Needs you \d+ of/).waitFor()
  const leader = await become(await newVisitor(), drill.url, "Chen Yu")
  await leader.goto(`${drill.url}/console/watch`)
  await leader.getByText(/^Unseen \d+ of/).waitFor()
  await leader.locator(".inbox-row").first().click()
  await leader.getByRole("heading", { name: "Why" }).waitFor()
  expect(await leader.getByText("Needs you", { exact: true }).count()).toBe(0)
  expect(await leader.getByRole("button", { name: "Draft warning" }).count()).toBe(0)
})

test("in forced colours, and in grey, each level still has its own shape", async () => {
  const page = await become(await newVisitor({ forcedColors: "active" }), drill.url, "Li Lan")
  await page.locator(".inbox-row").first().waitFor()
  await expectAccessible(page)
  const [area] = (await readWarning(page)).areas
  const data = { hazard: "rainstorm", level: "blue", areas: [area!.id] }
  const { id } = (await (await page.request.post(`${drill.url}/api/warnings`, { data })).json()) as Warning
  await page.goto(`${drill.url}/console/warnings/${id}`)
  const marks = page.getByRole("group", { name: "Level" }).locator(".level-mark")
  await marks.first().waitFor()
  const drawn = await marks.evaluateAll((found) =>
    found.map((mark) => ({
      shape: `${mark.querySelector(".level-shape")?.getAttribute("d")} ${mark.querySelectorAll(".level-bar").length}`,
      seen: getComputedStyle(mark.querySelector(".level-shape")!).stroke !== "none",
    })),
  )
  expect(drawn.every(({ seen }) => seen)).toBe(true)
  expect(new Set(drawn.map(({ shape }) => shape)).size).toBe(4)
})

test("what another window changed is not overwritten, and what nobody read is not approved", async () => {
  const author = await newVisitor()
  const first = await become(author, drill.url, "Li Lan")
  const second = await author.newPage()
  const [area] = (await readWarning(first)).areas
  const data = { hazard: "rainstorm", level: "blue", areas: [area!.id] }
  const begun = (await (await first.request.post(`${drill.url}/api/warnings`, { data })).json()) as Warning
  const address = `${drill.url}/api/warnings/${begun.id}`
  const read = async (page: Page) => (await (await page.request.get(address)).json()) as Warning
  // What was not measured by anybody is not said.
  const texts = JSON.parse(JSON.stringify(begun.texts).replaceAll(/\{\{[^}]*\}\}/g, "")) as Warning["texts"]
  expect((await first.request.patch(address, { data: { version: begun.version, texts } })).status()).toBe(200)

  let release = () => {}
  const held = async (page: Page, method: string) => {
    const opened = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(address, async (route) => {
      if (route.request().method() === method) await opened
      await route.continue()
    })
  }
  const headline = (page: Page) => page.getByLabel("Headline English")
  for (const page of [first, second]) {
    await page.goto(`${drill.url}/console/warnings/${begun.id}`)
    await headline(page).waitFor()
  }
  await held(second, "PATCH")
  await second.getByLabel("Do this English").fill("Stay upstairs")
  await headline(first).fill("Rain, blue, first window")
  await first.getByRole("button", { name: "Save the draft" }).click()
  await expect.poll(async () => (await read(first)).texts.en.headline, soon).toBe("Rain, blue, first window")
  release()
  const conflict = second.getByRole("region", { name: "Changed elsewhere" })
  await conflict.getByText("Rain, blue, first window").waitFor()
  expect(await second.getByLabel("Do this English").inputValue()).toBe("Stay upstairs")
  expect(await second.getByRole("button", { name: "Ask for approval" }).isDisabled()).toBe(true)
  await expectAccessible(second)
  await second.unroute(address)
  await conflict.getByRole("button", { name: "Keep what I wrote" }).click()
  await expect
    .poll(async () => (await read(first)).texts.en, soon)
    .toMatchObject({ headline: "Rain, blue, first window", instruction: "Stay upstairs" })
  // Nothing was written in the first window since: it follows.
  await expect.poll(() => first.getByLabel("Do this English").inputValue(), soon).toBe("Stay upstairs")

  // What was saved while the answer was lost is known again after a reload: nobody else changed it.
  await first.route(address, async (route) => {
    if (route.request().method() !== "PATCH") return route.continue()
    await route.fetch()
    await route.abort()
  })
  await headline(first).fill("Rain, blue, answer lost")
  await first.getByRole("button", { name: "Save the draft" }).click()
  await first.getByText("Not saved. Kept in this tab.").waitFor()
  expect((await read(first)).texts.en.headline).toBe("Rain, blue, answer lost")
  await first.unroute(address)
  await first.reload()
  await first.getByText("Saved.", { exact: true }).waitFor()
  expect(await headline(first).inputValue()).toBe("Rain, blue, answer lost")
  expect(await first.getByRole("region", { name: "Changed elsewhere" }).count()).toBe(0)

  const zhao = await become(await newVisitor(), drill.url, "Zhao Chuan")
  await zhao.goto(`${drill.url}/console/warnings/${begun.id}`)
  await zhao.getByText(/is still writing this draft/).waitFor()
  expect(await zhao.getByRole("textbox").count()).toBe(0)
  expect((await first.request.post(`${address}/submit`)).status()).toBe(200)
  const ticks = ["中文", "English"].map((language) => zhao.getByLabel(`I have read the ${language}`))
  for (const tick of ticks) await tick.check()
  // While it is sent back, changed, and handed on again, this page hears nothing.
  await held(zhao, "GET")
  const { version } = await read(zhao)
  await zhao.request.post(`${address}/reject`, { data: { version, reason: "words" } })
  const changed = { version: (await read(first)).version, level: "yellow" }
  expect((await first.request.patch(address, { data: changed })).status()).toBe(200)
  expect((await first.request.post(`${address}/submit`)).status()).toBe(200)
  const answered = zhao.waitForResponse(`${address}/approve`)
  await zhao.getByRole("button", { name: /^Approve and send in the drill/ }).click()
  expect((await answered).status()).toBe(409)
  release()
  await zhao.getByText("It was changed after you began to read. Read it again.").waitFor()
  for (const tick of ticks) expect(await tick.isChecked()).toBe(false)
  expect(await zhao.getByRole("button", { name: /^Approve and send in the drill/ }).isDisabled()).toBe(true)
  expect(await read(zhao)).toMatchObject({ state: "submitted", level: "yellow" })

  await first.getByRole("button", { name: "Take back from approval" }).click()
  await first.getByRole("button", { name: "Discard the draft…" }).click()
  await first.getByRole("dialog").getByRole("button", { name: "Discard the draft", exact: true }).click()
  await first.getByText("Its author discarded it.").waitFor()
  expect(await read(zhao)).toMatchObject({ state: "discarded", discarded: "author" })
  forgiveComplaints(/409|ERR_FAILED/)
})

/** Words of another language are up to 40 % longer: every word on the page grows by so much. */
function lengthenWords(): void {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.nodeValue ?? ""
    if (text.trim().length > 1)
      node.nodeValue = text.replaceAll(/\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)))
  }
}

test("words 40 % longer fit every screen at 1440, 1024, and 360 px", async () => {
  const page = await become(await newVisitor(), drill.url, "Li Lan")
  const { because } = await readWarning(page)
  const lists = ["warnings", "incidents", "outages", "requests", "journal", "reviews"]
  for (const place of [`watch/${because}`, `warnings/${warning}`, ...lists]) {
    await page.goto(`${drill.url}/console/${place}`)
    await page.getByText(/^♥ Live/).waitFor()
    await page.getByRole("heading").first().waitFor({ state: "attached" })
    await page.evaluate(lengthenWords)
    for (const width of [1_440, 1_024, 360]) {
      await page.setViewportSize({ width, height: 800 })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([place, width, Math.max(0, over)]).toEqual([place, width, 0])
    }
  }
})
