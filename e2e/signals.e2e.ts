import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startDrillProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, newVisitor, useBrowser } from "./browser.ts"

const SIGNAL_WITHIN_MS = 90_000
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-signals-"))
let drill: ServerProcess

useBrowser()
beforeAll(async () => {
  drill = await startDrillProcess({ HOLDFAST_DATA: folder }, { speed: 600, play: false })
})
afterAll(async () => {
  await drill.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

test("by keys alone a signal is seen, taken back, commented, and shelved; another console sees each", async () => {
  const page = await become(await newVisitor(), drill.url, "Li Lan")
  await page.locator(".inbox-row").first().waitFor({ timeout: SIGNAL_WITHIN_MS })
  await page.request.post(`${drill.url}/api/drill/speed`, { data: { speed: 0 } })
  const other = await become(await newVisitor(), drill.url, "Zhao Chuan")
  await page.keyboard.press("j")
  await page.getByRole("heading", { name: "Why" }).waitFor()
  const id = page.url().split("/").at(-1)!
  await other.goto(`${drill.url}/console/watch/${id}`)
  await page.keyboard.press("a")
  await page.getByRole("button", { name: /^Undo/ }).waitFor()
  await page.keyboard.press("u")
  await other.getByText(/Taken back/).waitFor()

  // The answer comes late, when the next form is open already, and that one stays.
  let answer = () => {}
  await page.route("**/comments", async (route) => {
    const response = await route.fetch()
    await new Promise<void>((resolve) => (answer = resolve))
    await route.fulfill({ response })
  })
  const answered = page.waitForResponse("**/comments")
  await page.keyboard.press("c")
  await page.getByLabel(/^Comment\. No names/).waitFor()
  await page.keyboard.type("Pump station called")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await other.getByText("Pump station called").waitFor()

  await page.keyboard.press("s")
  await page.getByRole("radio", { name: "the device is faulty" }).waitFor()
  answer()
  await answered
  await expect.poll(() => page.getByRole("button", { name: "For 30 min" }).isEnabled(), { timeout: 15_000 }).toBe(true)
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await other.getByText(/^Shelved until .*\(works on site\), by: Duty officer$/).waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  const shelved = other.locator("summary", { hasText: "Shelved 1" })
  await shelved.waitFor()
  await page.getByRole("button", { name: "Take from the shelf" }).press("Enter")
  await shelved.waitFor({ state: "hidden" })

  // The map's numbers are those of the inbox, and each leads to the other.
  await page.getByRole("group", { name: "Shown as" }).getByRole("button", { name: "List" }).click()
  const place = page.locator(".map-list-row", { hasText: "Signals" }).first()
  const counted = await place.getByText(/^\d+ signals?$/).textContent()
  await place.getByRole("button").click()
  await page.getByRole("heading", { name: `${counted} here` }).waitFor()
  await expectAccessible(page)
  await page.getByRole("button", { name: "Show the whole inbox" }).click()
  await page.getByRole("region", { name: "Signal", exact: true }).getByRole("button", { name: "On the map" }).click()
  await page.getByRole("button", { name: "Both", pressed: true }).waitFor()
  expect(
    await page
      .locator(".chart-mark-word")
      .getByText(/raised \d\d:\d\d/)
      .count(),
  ).toBeGreaterThan(0)

  await page.getByRole("button", { name: /^Alarm load/ }).press("Enter")
  await page.getByRole("heading", { name: "Alarm load" }).waitFor()
  await expectAccessible(page)
  expect(await page.getByText(/per person in 10 minutes/).count()).toBe(1)
})
