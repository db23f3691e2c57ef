import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { boxRing, encodeVectorTile, tileAt } from "@holdfast/geo"
import type { BrowserContextOptions, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { makePmtiles } from "../server/test/make-pmtiles.ts"
import { type ServerProcess, startDrillProcess } from "../server/test/server-process.ts"
import {
  become,
  expectAccessible,
  expectReflow,
  forgiveComplaints,
  mainColour,
  newVisitor,
  restedMap,
  useBrowser,
} from "./browser.ts"

const SIGNAL_WITHIN_MS = 90_000
/** `--map-water` in light colours. Relief and veil may shade it by a few steps. */
const WATER = [203, 214, 212]
const SHADE_MAX = 6
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-map-"))
let drill: ServerProcess

useBrowser({ webgl: true })
beforeAll(async () => {
  const file = path.join(folder, "sea.pmtiles")
  fs.writeFileSync(file, seaUnderTheCity())
  drill = await startDrillProcess({ HOLDFAST_DATA: folder, HOLDFAST_BASEMAP: file }, { speed: 600, play: false })
  await slowDownAtSignals()
}, SIGNAL_WITHIN_MS)
afterAll(async () => {
  await drill.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** A base map that shows water everywhere around Linjiang, so that it cannot be taken for anything else. */
function seaUnderTheCity(): Buffer {
  const bounds = [117, 29, 120, 32] as const
  const tiles = new Map(
    [118, 118.6, 119.2]
      .flatMap((lon) => [30.2, 30.7, 31.2].map((lat) => tileAt([lon, lat], 6)))
      .map((tile) => [
        `${tile.x}/${tile.y}`,
        {
          ...tile,
          bytes: encodeVectorTile(tile, {
            water: [{ geometry: { type: "polygon", polygons: [[boxRing(bounds)]] }, properties: { kind: "ocean" } }],
          }),
        },
      ]),
  )
  return makePmtiles({
    tileType: 1,
    metadata: { attribution: "&copy; The sea", vector_layers: [{ id: "earth" }, { id: "water" }, { id: "roads" }] },
    bounds,
    tiles: [...tiles.values()],
  })
}

/** From the first signals on the rain falls at its own pace: software would draw without an end what changes 600 times as fast. */
async function slowDownAtSignals(): Promise<void> {
  const { request } = await newVisitor()
  await request.post(`${drill.url}/api/demo/session`, { data: { role: "duty-officer" } })
  const signals = async () =>
    ((await (await request.get(`${drill.url}/api/signals`)).json()) as { signals: unknown[] }).signals.length
  while ((await signals()) === 0) await wait(100)
  const slowed = await request.post(`${drill.url}/api/drill/speed`, { data: { speed: 1 } })
  expect(slowed.ok()).toBe(true)
}

async function watch(options: BrowserContextOptions = {}, name = "Li Lan"): Promise<Page> {
  // What fades and glides is drawn many times over, by software.
  const calm = { viewport: { width: 1100, height: 640 }, reducedMotion: "reduce" } as const
  const page = await become(await newVisitor({ ...calm, ...options }), drill.url, name)
  await page.goto(`${drill.url}/console/watch`)
  await restedMap(page)
  return page
}

/** The base map is drawn at the left edge of a map. */
async function expectSea(page: Page, map: Locator): Promise<void> {
  await map.scrollIntoViewIfNeeded()
  const box = (await map.boundingBox())!
  // Near a corner: an area fills the middle of its own small map.
  const clip = { x: box.x + 6, y: box.y + box.height - 70, width: 40, height: 40 }
  const shade = async () => {
    const colour = (await mainColour(page, clip)).split(",").map(Number)
    return Math.max(...colour.map((part, i) => Math.abs(part - WATER[i]!)))
  }
  await expect.poll(shade, { timeout: 20_000 }).toBeLessThanOrEqual(SHADE_MAX)
}

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "")
const firstSignal = (page: Page): Locator => page.locator(".inbox-row").first()

test("the base map of the engineer's file is drawn under the city, and its makers are named", async () => {
  const page = await watch({ colorScheme: "light" })
  await page.getByText(/© The sea$/).waitFor()
  await expectSea(page, page.locator(".city-map-canvas"))
})

test("with the keyboard alone: a signal is found, opened, and a warning drafted", async () => {
  const page = await watch({ colorScheme: "light" })
  await firstSignal(page).waitFor()
  await page.locator("body").press("j")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { name: "Why" }).waitFor()
  await page.keyboard.press("w")
  await page.waitForURL(/\/console\/warnings\/./)

  // Its area stands there as a small map, and nothing lies over it.
  await restedMap(page)
  const map = page.getByRole("group", { name: "Map of the area" }).locator(".city-map-canvas")
  await expectSea(page, map)
  const [drawn, pad] = [(await map.boundingBox())!, (await page.getByRole("group", { name: "Move the map" }).boundingBox())!]
  expect(pad.y).toBeGreaterThanOrEqual(drawn.y + drawn.height)
})

test("Tab walks the symbols of the map, Enter opens, Escape gives back and leaves", async () => {
  const page = await watch()
  await page.getByRole("button", { name: "Skip the map" }).focus()
  await page.keyboard.press("Tab")
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("CANVAS")
  const scale = page.locator(".maplibregl-ctrl-scale")
  const before = await scale.innerText()
  await page.keyboard.press("+")
  await expect.poll(() => scale.innerText(), { timeout: 20_000 }).not.toBe(before)
  await restedMap(page)
  const stops = page.getByRole("list", { name: "Symbols on the map" }).getByRole("button")
  await expect.poll(() => stops.count()).toBeGreaterThan(3)
  expect(await stops.count()).toBeLessThanOrEqual(50)
  await page.keyboard.press("Tab")
  const name = await focusedText(page)
  expect(name).toMatch(/together|·/)
  await page.keyboard.press("Enter")
  const opened = page.getByRole("group", { name: "At this symbol" })
  await opened.getByRole("listitem").first().waitFor()
  const together = /^(\d+) together/.exec(name)?.[1]
  if (together) expect(await opened.getByRole("listitem").count()).toBe(Number(together))
  await page.keyboard.press("Escape")
  await opened.waitFor({ state: "detached" })
  await expect.poll(() => focusedText(page)).toBe(name)
  await page.keyboard.press("Escape")
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("map-after")
})

test("the list is the map's twin: what is switched off is in neither, and the button says so", async () => {
  const page = await watch()
  await page.keyboard.press("m")
  await page.getByRole("button", { name: "List", pressed: true }).waitFor()
  await page.locator(".map-list-kind").filter({ hasText: "Gas" }).first().waitFor()
  await page.getByRole("button", { name: "Layers" }).click()
  await page.getByLabel("Gas alarms").uncheck()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "1 layer hidden" }).waitFor()
  await expect.poll(() => page.locator(".map-list-kind").filter({ hasText: "Gas" }).count()).toBe(0)
})

test.each([
  { locale: "en", colorScheme: "light", name: "Li Lan" },
  { locale: "zh-CN", colorScheme: "dark", name: "李岚" },
] as const)("map, list, and both are accessible in $locale and $colorScheme, and fit 320 px", async ({ name, ...options }) => {
  const page = await watch(options, name)
  for (const mode of ["map", "list", "both"]) {
    await page.locator(`.map-pane-${mode}`).waitFor()
    await expectAccessible(page)
    await expectReflow(page)
    await page.locator("body").press("m")
  }
})

test("a server that is gone leaves no quiet picture: map and list say of when they are", async () => {
  const page = await watch()
  const shown = await page.locator(".inbox-row").count()
  await drill.kill()
  await page.getByText(/^✕ Map and list are of \d\d:\d\d:\d\d, not live$/).waitFor({ timeout: 30_000 })
  expect(await page.locator(".inbox-row").count()).toBe(shown)
  expect(await page.locator(".city-map-canvas").evaluate((map) => getComputedStyle(map).filter)).toContain("grayscale")
  forgiveComplaints(/Failed to load resource/)
})
