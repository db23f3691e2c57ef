import { AxeBuilder } from "@axe-core/playwright"
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"

/** Two files run side by side, and a machine may have others to serve: only what fails takes so long. */
const PATIENCE_MS = 30_000
let browser: Browser
const contexts: BrowserContext[] = []
const complaints: string[] = []

/**
 * Starts the system's Chromium once per file; every test fails on anything that a page complains about.
 *
 * @param options.webgl draws maps, in software: slow, but everywhere the same. Without it a page finds no WebGL, as on some
 *   machines, and shows its list: software that draws the city for every page would cost more than the test itself
 */
export function useBrowser({ webgl = false }: { webgl?: boolean } = {}): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["HOLDFAST_TEST_CHROMIUM"]!,
      args: [
        "--no-sandbox",
        ...(webgl
          ? ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
          : ["--disable-gpu", "--disable-3d-apis"]),
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    expect(complaints.splice(0)).toEqual([])
  })
  afterAll(() => browser.close())
}

/** Somebody's browser, with its own cookies and its own language. */
export async function newVisitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "en", timezoneId: "Asia/Shanghai", ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.page()?.url()}: ${message.text()} ${message.location().url}`)
  })
  context.on("weberror", (error) => complaints.push(String(error.error())))
  contexts.push(context)
  return context
}

/** Becomes one of the invented people of a demo or a drill, as a visitor does: by a card on `/demo`. Ends where that role begins. */
export async function become(visitor: BrowserContext, url: string, name: string): Promise<Page> {
  const page = await visitor.newPage()
  await page.goto(`${url}/demo`)
  await page.getByRole("button", { name }).click()
  await page.waitForURL(/\/(console|field|accounts)/)
  return page
}

/** Complaints that the test expects, such as a refused request or a lost network. */
export function forgiveComplaints(pattern: RegExp): void {
  const rest = complaints.splice(0).filter((complaint) => !pattern.test(complaint))
  complaints.push(...rest)
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    // Only frames of other origins need the other mode, which opens a page of its own for each look and takes three times as long.
    .setLegacyMode(true)
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([])
}

/** Nothing may have to be scrolled sideways, down to 320 px and 400 % zoom. */
export async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize()!
  await page.setViewportSize({ width: 320, height: 640 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  await page.setViewportSize(before)
  expect(width).toBeLessThanOrEqual(320)
}

/** The map has drawn everything that it has. */
export async function restedMap(page: Page): Promise<void> {
  await page.locator('.city-map-canvas[aria-busy="false"]').waitFor({ timeout: 60_000 })
}

/** The colour that covers most of a square of the page, as `r,g,b`. */
export async function mainColour(page: Page, clip: { x: number; y: number; width: number; height: number }): Promise<string> {
  const png = (await page.screenshot({ clip })).toString("base64")
  return page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (char) => char.charCodeAt(0))]))
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!
    pen.drawImage(bitmap, 0, 0)
    const bytes = pen.getImageData(0, 0, bitmap.width, bitmap.height).data
    const counts = new Map<string, number>()
    for (let at = 0; at < bytes.length; at += 4) {
      const colour = `${bytes[at]},${bytes[at + 1]},${bytes[at + 2]}`
      counts.set(colour, (counts.get(colour) ?? 0) + 1)
    }
    return [...counts].toSorted((a, b) => b[1] - a[1])[0]![0]
  }, png)
}
