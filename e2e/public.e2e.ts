import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Warning } from "@holdfast/contracts"
import type { Page } from "playwright-core"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"

/** Of people who look at what they made: pictures of every page go here when it is set. */
const PICTURES = process.env["HOLDFAST_TEST_PICTURES"]
const PAGE_MAX_BYTES = 50_000

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-public-"))
let server: ServerProcess
let warning: Warning
let street: { id: string; name: { en: string; "zh-CN": string }; center: [number, number] }

useBrowser()
beforeAll(async () => {
  server = await startServerProcess({ HOLDFAST_DATA: folder, HOLDFAST_DEMO_PEOPLE: "200000" })
})
afterAll(async () => {
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

const resident = async (options = {}) => (await newVisitor({ javaScriptEnabled: false, ...options })).newPage()
const heading = (page: Page) => page.getByRole("heading", { level: 1 })
const next = (page: Page) => page.getByRole("button", { name: "Next" }).click()
/** As the page itself asks, with its cookies and its origin. */
const ask = <T>(page: Page, method: string, url: string, body?: object): Promise<T> =>
  page.evaluate(
    async ([method, url, body]) => {
      const headers = { "content-type": "application/json" }
      const answer = await fetch(url, { method, ...(body && { headers, body: JSON.stringify(body) }) })
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
      return answer.json() as never
    },
    [method, url, body] as const,
  )
async function picture(page: Page, name: string) {
  if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true })
}
const photo = async () => ({
  name: "street.png",
  mimeType: "image/png",
  buffer: await sharp({
    create: { width: 800, height: 600, channels: 3, background: "#5d6b70", noise: { type: "gaussian", mean: 120, sigma: 60 } },
  })
    .png()
    .toBuffer(),
})

test("two people send a warning for a district", async () => {
  const officer = await become(await newVisitor(), server.url, "Li Lan")
  const { areas } = await ask<{ areas: (typeof street & { kind: string; parent: string })[] }>(
    officer,
    "GET",
    "/api/places/areas?kind=street",
  )
  const first = areas[0]!
  street = first
  const draft = await ask<Warning>(officer, "POST", "/api/warnings", { hazard: "rainstorm", level: "red", areas: [first.parent] })
  const texts = JSON.parse(JSON.stringify(draft.texts).replaceAll("{{measured}}", "104")) as object
  await ask(officer, "PATCH", `/api/warnings/${draft.id}`, { texts, version: draft.version })
  await ask(officer, "POST", `/api/warnings/${draft.id}/submit`)
  const approver = await become(await newVisitor(), server.url, "Zhao Chuan")
  const { version } = await ask<Warning>(approver, "GET", `/api/warnings/${draft.id}`)
  warning = await ask<Warning>(approver, "POST", `/api/warnings/${draft.id}/approve`, { version, read: ["zh-CN", "en"] })
  expect(warning.state).toBe("sent")
})

test("without scripts: from the home to what to do, to the warning, to the nearest shelter, in 50 kB each", async () => {
  const page = await resident()
  const weights: number[] = []
  page.on("response", async (response) => void weights.push(Number(response.headers()["content-length"] ?? 0)))
  await page.goto(`${server.url}/?lang=en`)
  await page.getByText("Choose a place").click()
  await page.getByLabel("District or street").selectOption(street.id)
  await page.getByRole("button", { name: "Show" }).click()
  await expect.poll(() => page.locator(".lead").first().innerText()).toBe(warning.texts.en.instruction.split("\n")[0])
  // What to do stands on the first screen of a small phone, without scrolling.
  await page.setViewportSize({ width: 360, height: 640 })
  const lead = await page.locator(".lead").first().boundingBox()
  expect(lead!.y + lead!.height).toBeLessThan(640)
  await page.getByText("Why", { exact: true }).click()
  await page.getByRole("link", { name: "Everything about this warning" }).click()
  await page.getByText("What is happening").waitFor()
  await page.goBack()
  await page.getByRole("link", { name: "Nearest shelters" }).click()
  await page.waitForURL(/\/shelters/)
  await page.getByRole("listitem").first().waitFor()
  expect(weights.length).toBeGreaterThan(4)
  expect(Math.max(...weights)).toBeLessThanOrEqual(PAGE_MAX_BYTES)
})

test("without scripts: a whole report with a photo, back and forth, sent twice, followed, corrected, deleted", async () => {
  const page = await resident()
  await page.goto(`${server.url}/report?lang=en`)
  await page
    .getByLabel("Choose or take a photo")
    .setInputFiles({ name: "a.heic", mimeType: "image/heic", buffer: Buffer.from("....ftypheic....") })
  await next(page)
  await page.getByText("HEIC format").first().waitFor()
  await page.getByLabel("Choose or take a photo").setInputFiles(await photo())
  await next(page)
  await page.getByText("Say whether a person").first().waitFor()
  await page.getByLabel("No", { exact: true }).check()
  await next(page)
  await page.getByText("Search for a street").click()
  await page.getByLabel("Name of a street").fill(street.name.en)
  await page.getByRole("button", { name: "Search", exact: true }).click()
  await page.getByRole("button", { name: street.name.en }).first().click()
  expect(await page.getByLabel("District and street").inputValue()).toBe(street.id)
  await page.getByLabel("Where exactly?").fill("under the bridge")
  await next(page)
  await page.getByLabel("Flooded underpass").check()
  await next(page)
  await page.getByLabel("What do you see?").fill("half a wheel deep")
  // The back button of the browser, and the one of the page.
  await page.goBack()
  expect(await page.getByLabel("Flooded underpass").isChecked()).toBe(true)
  await page.goForward()
  await page.getByLabel("What do you see?").fill("half a wheel deep")
  await page.getByRole("button", { name: "Back" }).click()
  await next(page)
  expect(await page.getByLabel("What do you see?").inputValue()).toBe("half a wheel deep")
  await page
    .getByRole("button", { name: "大字" })
    .or(page.getByRole("button", { name: "Large type" }))
    .click()
  expect(await page.getByLabel("What do you see?").inputValue()).toBe("half a wheel deep")
  await next(page)
  await page.getByRole("button", { name: "Check everything" }).click()
  await page.getByAltText("Your photo, small").waitFor()
  await expectReflow(page)
  await page.getByRole("button", { name: "Send the report" }).click()
  const code = await page.locator(".code").innerText()
  expect(code).toMatch(/^\w\w-\w{4}-\w{4}$/)
  await page.reload()
  expect(await page.locator(".code").innerText()).toBe(code)
  await page.getByText("It counts once").waitFor()

  const other = await resident()
  await other.goto(`${server.url}/report/status?lang=en`)
  await other.getByLabel("Your code").fill(code.toLowerCase())
  await other.getByRole("button", { name: "Show my report" }).click()
  await other.getByLabel("Where exactly?").fill("at the north end")
  await other.getByRole("button", { name: "Save the correction" }).click()
  await other.getByText("The correction is saved").waitFor()
  await picture(other, "status")
  await other.getByRole("button", { name: "Delete my report now" }).click()
  await other.getByText("Your report is deleted").waitFor()
  await other.goto(`${server.url}/report/status?lang=en`)
  await other.getByLabel("Your code").fill(code)
  await other.getByRole("button", { name: "Show my report" }).click()
  await other.getByText("No report opens with this code").waitFor()
  forgiveComplaints(/ 40[049] /)
})

test("with scripts: a face is covered on the phone, the street is found on the phone, and only these are sent", async () => {
  const [longitude, latitude] = street.center
  const visitor = await newVisitor({ geolocation: { longitude, latitude }, permissions: ["geolocation"] })
  const page = await visitor.newPage()
  await page.goto(`${server.url}/report?lang=en`)
  await page.getByLabel("Choose or take a photo").setInputFiles(await photo())
  const canvas = page.locator("canvas")
  await canvas.waitFor()
  const before = await page.evaluate(() => document.querySelector("canvas")!.toDataURL())
  await canvas.click({ position: { x: 40, y: 40 } })
  await page.getByText("Spots covered: 1").waitFor()
  await canvas.press("ArrowRight")
  await canvas.press("Enter")
  await page.getByText("Spots covered: 2").waitFor()
  await picture(page, "cover")
  await expectAccessible(page)
  await expectReflow(page)
  await page.getByRole("button", { name: "Cut off the bottom" }).click()
  expect(await page.evaluate(() => document.querySelector("canvas")!.toDataURL())).not.toBe(before)
  const colours = await page.evaluate(() => {
    const { data } = document.querySelector("canvas")!.getContext("2d")!.getImageData(10, 10, 60, 60)
    return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(i * 4, i * 4 + 3).join())).size
  })
  expect(colours).toBeLessThanOrEqual(16)
  const file = await page.evaluate(async () => {
    const chosen = document.querySelector<HTMLInputElement>("#photo")!.files![0]!
    const { width, height } = await createImageBitmap(chosen)
    return { name: chosen.name, type: chosen.type, width, height }
  })
  expect(file).toEqual({ name: "photo.jpg", type: "image/jpeg", width: 800, height: 540 })
  await page.getByLabel("No", { exact: true }).check()
  await next(page)
  const sent: string[] = []
  page.on("request", (request) => void sent.push(request.url() + (request.postData() ?? "")))
  await page.getByRole("button", { name: "I am there now" }).click()
  await page.getByText(/^This is /).waitFor()
  expect(await page.getByLabel("District and street").inputValue()).not.toBe("")
  await page.getByLabel("Where exactly?").fill("by the stop")
  await next(page)
  await heading(page).getByText("What is it?").waitFor()
  for (const coordinate of [String(longitude), String(latitude)]) expect(sent.join("\n")).not.toContain(coordinate)
})

test.each([
  { locale: "en", colorScheme: "light" },
  { locale: "zh-CN", colorScheme: "dark" },
] as const)("every page in $locale and $colorScheme is accessible and fits 320 px, also in large type", async (look) => {
  const visitor = await newVisitor(look)
  const page = await visitor.newPage()
  const view = `lang=${look.locale}`
  const check = async (name: string) => {
    await expectAccessible(page)
    await expectReflow(page)
    if (!PICTURES) return
    for (const [device, width] of [
      ["phone", 360],
      ["desktop", 1280],
    ] as const) {
      await page.setViewportSize({ width, height: 740 })
      await picture(page, `${name}-${look.locale}-${look.colorScheme}-${device}`)
    }
  }
  for (const [name, address] of [
    ["home", "/"],
    ["place", `/at/${street.id}`],
    ["warning", `/warnings/${warning.code}`],
    ["shelters", "/shelters"],
    ["code", "/report/status"],
  ]) {
    await page.goto(`${server.url}${address}?${view}`)
    await check(name!)
    await page.goto(`${server.url}${address}?${view}&size=large`)
    await check(`${name}-large`)
  }
  await page.goto(`${server.url}/report?${view}`)
  await check("1-photo")
  const onward = async (step: string) => {
    await page.locator(step === "photo" ? 'button[value="skip"]' : 'button[value="next"]').click()
  }
  await onward("photo")
  await check("2-where")
  await onward("where")
  await check("2-where-mistake")
  forgiveComplaints(/ 400 /)
  await page.locator("#place").fill("桥下 under the bridge")
  await onward("where")
  await check("3-what")
  await page.locator("#category").check()
  await onward("what")
  await check("4-more")
  await onward("more")
  await check("5-contact")
  await onward("contact")
  await check("6-check")
  await page.locator('button[value="send"]').click()
  await check("7-received")
  await page.goto(`${server.url}/report?${view}`)
  await page.locator('button[value="skip"]').click()
  await page.locator("#place").fill("x")
  await onward("where")
  await page.locator('input[value="person"]').check()
  await onward("what")
  await check("8-person")
})

test.each([
  ["warning", () => `/warnings/${warning.code}`],
  ["shelters", () => "/shelters"],
])("the %s prints on white with a square code of 25 mm or more, its address, and hollow levels", async (name, address) => {
  const page = await (await newVisitor({ javaScriptEnabled: false, colorScheme: "dark" })).newPage()
  await page.goto(`${server.url}${address()}?lang=zh-CN`)
  await page.emulateMedia({ media: "print", colorScheme: "dark" })
  const millimetre = 96 / 25.4
  const square = await page.locator(".paper svg").boundingBox()
  expect(square!.width).toBeGreaterThanOrEqual(25 * millimetre)
  await page.locator(".paper").getByText(address()).waitFor()
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(ground).toBe("rgb(255, 255, 255)")
  if (name === "warning") {
    const fill = await page
      .locator(".in-force .mark rect")
      .first()
      .evaluate((mark) => getComputedStyle(mark).fill)
    expect(fill).toBe("rgb(255, 255, 255)")
  }
  expect(await page.getByRole("navigation").count()).toBe(0)
  if (PICTURES) await page.pdf({ path: path.join(PICTURES, `${name}.pdf`), format: "A4" })
  await picture(page, `print-${name}`)
})
