import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Area, Warning } from "@holdfast/contracts"
import { distanceM, type LonLat, wgs84ToGcj02 } from "@holdfast/geo"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startDrillProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, forgiveComplaints, newVisitor, restedMap, useBrowser } from "./browser.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-areas-"))
let drill: ServerProcess

useBrowser({ webgl: true })
beforeAll(async () => {
  drill = await startDrillProcess({ HOLDFAST_DATA: folder }, { speed: 1, play: false })
})
afterAll(async () => {
  await drill.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

const get = async <T>(page: Page, url: string) => (await (await page.request.get(`${drill.url}/api${url}`)).json()) as T

/** The composer with a draft for one district. */
async function composer({ map }: { readonly map: boolean }): Promise<{ page: Page; shapes: () => Promise<Warning["shapes"]> }> {
  const visitor = await newVisitor({ viewport: { width: 1280, height: 1400 } })
  // As on a machine that cannot draw maps.
  if (!map) await visitor.addInitScript(() => (HTMLCanvasElement.prototype.getContext = () => null))
  const page = await become(visitor, drill.url, "Li Lan")
  const data = { id: crypto.randomUUID(), hazard: "rainstorm", level: "orange", areas: ["linjiang/xihe"] }
  await page.request.post(`${drill.url}/api/warnings`, { data })
  await page.goto(`${drill.url}/console/warnings/${data.id}`)
  return { page, shapes: async () => (await get<Warning>(page, `/warnings/${data.id}`)).shapes }
}
const preview = (page: Page) => page.getByRole("heading", { name: "What would be warned" })
const take = (page: Page) => page.getByRole("button", { name: "Take it", exact: true }).click()

test("an area is drawn on the map, a corner moved and put back, and taken as it was read back", async () => {
  const { page, shapes } = await composer({ map: true })
  await page.getByRole("button", { name: "+ Draw on the map" }).click()
  const map = page.getByRole("group", { name: "Map to draw on" })
  await restedMap(page)
  await page.getByRole("button", { name: "Area", exact: true, pressed: true }).waitFor()
  const canvas = map.locator("canvas").first()
  await canvas.scrollIntoViewIfNeeded()
  const box = (await canvas.boundingBox())!
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
  const corners = [at(0.42, 0.35), at(0.56, 0.35), at(0.56, 0.6), at(0.42, 0.6)]
  for (const corner of [...corners, corners[0]!]) {
    await page.mouse.move(...corner, { steps: 3 })
    await page.mouse.click(...corner)
  }
  await preview(page).waitFor()
  const size = page.locator(".ground-lines div", { hasText: "Size" }).locator("dd").first()
  const drawn = await size.textContent()
  await page.mouse.move(...corners[2]!)
  await page.mouse.down()
  await page.mouse.move(...at(0.66, 0.65), { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => size.textContent()).not.toBe(drawn)
  await page.getByRole("button", { name: "Undo" }).click()
  await expect.poll(() => size.textContent()).toBe(drawn)
  await page.getByLabel("Name in English").fill("Low bank")
  await expectAccessible(page)
  await take(page)
  await page.getByRole("button", { name: "Remove Low bank" }).waitFor()
  await expect.poll(async () => (await shapes()).map(({ name, origin }) => [name.en, origin])).toEqual([["Low bank", "drawn"]])
})

test("without the map the same is said by name, and pasted in GCJ-02, which is moved to where it lies; swapped it is refused", async () => {
  const { page, shapes } = await composer({ map: false })
  await page.getByRole("button", { name: "More ways" }).click()
  const [school] = (await get<{ sites: { name: { en: string } }[] }>(page, "/places/sites?kind=school&area=linjiang/xihe")).sites
  const options = page.locator("datalist option")
  const wanted = () =>
    options.evaluateAll(
      (all, name) => all.map((one) => one.getAttribute("value")!).find((value) => value.startsWith(name)),
      school!.name.en,
    )
  await expect.poll(wanted).toBeTruthy()
  await page.getByLabel("Place", { exact: true }).fill((await wanted())!)
  await page.getByLabel("Within so many km").fill("0.5")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await expect.poll(() => preview(page).evaluate((element) => element === document.activeElement)).toBe(true)
  await take(page)
  await page.getByRole("button", { name: `Remove Within 0.5 km of ${school!.name.en}` }).waitFor()

  const { center } = await get<Area>(page, "/places/areas/linjiang/xihe")
  const corners = [
    [0, 0],
    [0.01, 0],
    [0.01, 0.01],
    [0, 0.01],
  ].map(([x, y]): LonLat => [center[0] + x!, center[1] + y!])
  const text = (latitudeFirst: boolean) =>
    corners
      .map((corner) => wgs84ToGcj02(corner))
      .map(([lon, lat]) => (latitudeFirst ? `${lat}, ${lon}` : `${lon}, ${lat}`))
      .join("\n")
  await page.getByRole("button", { name: "More ways" }).click()
  await page.getByRole("radio", { name: "Coordinates or text" }).check()
  const read = page.getByRole("button", { name: "Read back" })
  await page.getByLabel("Coordinates, GeoJSON").fill(text(true))
  expect(await read.isDisabled()).toBe(true)
  await page.getByLabel("Coordinate system").selectOption("gcj02")
  await read.click()
  await page.getByText(/has latitude and longitude swapped/).waitFor()
  forgiveComplaints(/400/)
  await page.getByLabel("Latitude comes first").check()
  await read.click()
  await page.getByText(/it was moved by \d+ m to where it lies on our map/).waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  await take(page)
  await expect.poll(async () => (await shapes()).map(({ system }) => system)).toEqual(["wgs84", "gcj02"])
  const [, pasted] = await shapes()
  const positions = pasted!.geometry.type === "MultiPolygon" ? pasted!.geometry.coordinates.flat(2) : []
  expect(corners.every((corner) => positions.some((position) => distanceM(position, corner) < 1))).toBe(true)
})
