import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { Secret, TOTP } from "otpauth"
import type { Page } from "playwright-core"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { runCli, type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { expectAccessible, expectReflow, forgiveComplaints, mainColour, newVisitor, restedMap, useBrowser } from "./browser.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-sources-"))
const data = path.join(folder, "city")
const password = "three small green boats"
const MINUTE_MS = 60_000
/** A city that imported no relief has none; the browser reports the map's question for it. */
const noRelief = /status of 404/
let server: ServerProcess
let engineer: Session
let officer: Session

useBrowser({ webgl: true })
beforeAll(async () => {
  const passwordFile = path.join(folder, "password")
  fs.writeFileSync(passwordFile, password)
  const names = ["--name-zh", "海州市", "--name-en", "Haizhou"]
  const made = await runCli(["init", ...names, "--admin", "wang", "--password-file", passwordFile], { HOLDFAST_DATA: data })
  fs.mkdirSync(path.join(data, "sources"))
  fs.writeFileSync(path.join(data, "sources", "province.yaml"), mapping)
  fs.writeFileSync(path.join(data, "sources", "wrong.yaml"), "name: wrong\nkind: http-poll\nurl: ftp://x\nevery_s: 60\n")
  fs.writeFileSync(path.join(folder, "areas.geojson"), JSON.stringify(areas()))
  server = await startServerProcess({ HOLDFAST_DATA: data })
  const imported = await runCli(["import", path.join(folder, "areas.geojson"), "--kind", "areas", "--crs", "wgs84"], {
    HOLDFAST_DATA: data,
  })
  if (imported.code !== 0) throw new Error(imported.output)
  engineer = await signIn("wang", password, made.output)
  const name = { "zh-CN": "李岚", en: "Li Lan" }
  const first = await engineer.post("/api/accounts", { id: "li", role: "duty-officer", name, area: null })
  officer = await signIn("li", first["password"]!, first["totpUri"]!)
})
afterAll(async () => {
  await server?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Somebody who is signed in, for as many browsers as the tests need: a code of the second factor works only once. */
interface Session {
  /** A browser of theirs at a page of the console. */
  open(screen: string, locale?: string): Promise<Page>
  post(where: string, body: object | string): Promise<Record<string, string>>
}

async function signIn(account: string, secretWord: string, told: string): Promise<Session> {
  const secret = /secret=([A-Z2-7]+)/.exec(told)![1]!
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  const send = (where: string, body: object | string, cookie = "") =>
    fetch(server.url + where, {
      method: "POST",
      headers: { "content-type": typeof body === "string" ? "text/csv" : "application/json", origin: server.url, cookie },
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
  const answer = await send("/api/session", { account, password: secretWord, code })
  const [cookie] = answer.headers.getSetCookie()[0]!.split(";")
  const [name, value] = cookie!.split("=")
  return {
    open: async (screen, locale = "en") => {
      const visitor = await newVisitor({ locale, viewport: { width: 1440, height: 900 }, colorScheme: "light" })
      await visitor.addCookies([{ name: name!, value: value!, url: server.url }])
      const page = await visitor.newPage()
      await page.goto(`${server.url}/console/${screen}`)
      return page
    },
    post: async (where, body) => {
      const given = await send(where, body, cookie)
      if (!given.ok) throw new Error(`${where}: ${await given.text()}`)
      return (await given.json()) as Record<string, string>
    },
  }
}

/** What a device or a service sends, with its own credential. */
async function sendAs(device: string, secret: string, where: string, body: string): Promise<unknown> {
  const answer = await fetch(server.url + where, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${device}:${secret}`).toString("base64")}`,
    },
    body,
  })
  return answer.json()
}

const [WEST, SOUTH, EAST, NORTH, MIDDLE] = [121, 30, 121.4, 30.3, 121.2]

/** A city of two districts. */
function areas() {
  const area = (id: string, kind: string, name_zh: string, name_en: string, west: number, east: number) => ({
    type: "Feature",
    properties: { id, kind, parent: id.includes("/") ? "haizhou" : "", name_zh, name_en, population: 100_000 },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [west, SOUTH],
          [east, SOUTH],
          [east, NORTH],
          [west, NORTH],
          [west, SOUTH],
        ],
      ],
    },
  })
  return {
    type: "FeatureCollection",
    features: [
      area("haizhou", "city", "海州市", "Haizhou", WEST, EAST),
      area("haizhou/west", "district", "西城区", "West District", WEST, MIDDLE),
      area("haizhou/east", "district", "东城区", "East District", MIDDLE, EAST),
    ],
  }
}

const mapping = `name: province
kind: http-push
alerts: { format: cap, publisher: { zh-CN: 省气象台, en: Provincial Met Office }, within_km: 20, republish: true }
`

/** An alert in two languages for the east of the city. Its word is none that a pack hears, so that a person decides. */
function alertMessage(): string {
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString().replace(/\.\d+Z/, "+00:00")
  const polygon = `30.1,121.25 30.1,121.35 30.2,121.35 30.2,121.25 30.1,121.25`
  const info = (language: string, event: string, headline: string, area: string) => `<info><language>${language}</language>
    <category>Met</category><event>${event}</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
    <expires>${at(180)}</expires><headline>${headline}</headline><description>${headline}</description>
    <area><areaDesc>${area}</areaDesc><polygon>${polygon}</polygon></area></info>`
  return `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>P-1</identifier><sender>met@province.example</sender>
    <sent>${at(-5)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
    ${info("zh-CN", "强对流", "东部将有强对流", "东部")}${info("en", "Severe storm", "Severe storm in the east", "The east")}</alert>`
}

test("an engineer gives a service and a device a credential each, and sees what came of both", async () => {
  const page = await engineer.open("credentials")
  await page.getByText("Issue a credential").click()
  await page.getByLabel("Name", { exact: true }).fill("province-met")
  await page.getByRole("button", { name: "Issue", exact: true }).click()
  const shown = page.getByRole("region", { name: "Secret" }).locator("dd").last()
  const pushed = await sendAs("province-met", (await shown.textContent())!, "/api/sources/province/messages", alertMessage())
  expect(pushed).toEqual({ stored: 1, doubles: 0, refused: 0 })
  const broken = alertMessage().replace("<status>Actual</status>", "").replace("P-1", "P-2")
  const secretOfMet = (await shown.textContent())!
  expect(await sendAs("province-met", secretOfMet, "/api/sources/province/messages", broken)).toMatchObject({ refused: 1 })

  await page.goto(`${server.url}/console/sources`)
  const row = page.getByRole("row", { name: /province/ })
  await row.getByText("Waits to be sent something").waitFor()
  await row.getByText("new 1").waitFor()
  await row.getByRole("link", { name: "1 set aside, waits for a person" }).waitFor()
  await expectAccessible(page)
  await expectReflow(page)

  const chinese = await engineer.open("sources", "zh-CN")
  await chinese.getByText("wrong.yaml 第3行，url，要求：地址，例如 https://host/path，不含用户名和密码").waitFor()
  expect(await chinese.locator("main").innerText()).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/i)

  const table =
    "key,kind,name_zh,name_en,lon,lat,measures\ngauge-1,rain-gauge,东桥雨量站,Dongqiao Rain Gauge,121.3,30.15,rainfall\n"
  const { id } = await engineer.post("/api/device-imports?crs=wgs84", table)
  await engineer.post(`/api/device-imports/${id}/confirm`, {})
  await page.goto(`${server.url}/console/devices/gauge-1`)
  await page.getByRole("button", { name: "Issue gauge-1, which may write here" }).click()
  const secret = (await shown.textContent())!
  for (const [minutes, result] of [
    [-30, 0.2],
    [-20, 1.4],
    [-10, 0.6],
  ] as const) {
    const at = new Date(Date.now() + minutes * MINUTE_MS).toISOString()
    const stored = await sendAs(
      "gauge-1",
      secret,
      "/sensorthings/v1.1/Datastreams(1)/Observations",
      JSON.stringify({ phenomenonTime: at, result }),
    )
    expect(stored).toMatchObject({ result })
  }
  await page.reload()
  await page.getByText("Rain, the last 24 hours").waitFor()
  await page.getByText("Show as a table").click()
  await page.getByRole("cell", { name: "1.4 mm" }).waitFor()
  await expectAccessible(page)
  await expectReflow(page)

  const station = "air-1,air-station,西城区空气站,West Air Station,121.1,30.15,aqi-forecast\n"
  const added = await engineer.post("/api/device-imports?crs=wgs84", table.replace(/\n.*/s, `\n${station}`))
  await engineer.post(`/api/device-imports/${added["id"]}/confirm`, {})
  await page.goto(`${server.url}/console/sources`)
  await page.getByText("West Air Station").waitFor()
  const tomorrow = page.getByLabel(/^Forecast of tomorrow's air quality index: /)
  await tomorrow.fill("501")
  await page.keyboard.press("Enter")
  await page.getByText("The value is 501; possible is 0 to 500.").waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  await tomorrow.fill("320")
  await page.keyboard.press("Enter")
  await page.getByText(/^Newest: 320 for /).waitFor()
  forgiveComplaints(/status of 400/)
})

test("a duty officer raises a signal from an alert of others, the thread leads back to it, and the draft has texts and area", async () => {
  const page = await officer.open("outside")
  await expectAccessible(page)
  await expectReflow(page)
  await page.getByRole("link", { name: "Severe storm in the east" }).click()
  await page.getByRole("heading", { name: "Severe storm in the east" }).waitFor()
  await page.getByText("In this city: East District").waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  await page.getByText("Unsigned: nobody can tell whether it came unchanged.").waitFor()
  await page.getByText("passed on in the public feed").waitFor()
  await page.getByLabel("Hazard").selectOption({ label: "Rainstorm" })
  await page.getByLabel("Level").selectOption({ label: "Orange" })
  expect(await page.getByLabel("Area").locator("option:checked").textContent()).toBe("East District")
  await page.getByRole("button", { name: "Raise the signal" }).click()
  await page.getByText("Raised from an alert of others:").waitFor()
  await expectAccessible(page)

  await page.keyboard.press("t")
  await page.getByRole("link", { name: "Provincial Met Office: Severe storm in the east" }).first().waitFor()
  await expectAccessible(page)
  await page.getByRole("link", { name: "Provincial Met Office: Severe storm in the east" }).first().click()
  await page.getByRole("link", { name: /^R-\d+$/ }).click()
  await page.getByRole("heading", { name: "Why" }).waitFor()
  await page.keyboard.press("w")
  await page.waitForURL(/\/console\/warnings\/./)
  const headlines = page.getByLabel(/^(标题|Headline)/)
  await headlines.first().waitFor()
  const texts = await page
    .locator("textarea, input[type=text]")
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
  // The words keep their slots, and beside them stands what each says now.
  expect(texts.join("\n")).toContain("{{area}}")
  expect(texts.join("\n")).not.toMatch(/undefined|null/)
  await page.getByText("East District", { exact: true }).first().waitFor()
  await page.locator(".slots").getByText("东城区").waitFor()
  forgiveComplaints(noRelief)
})

test("a radar picture is uploaded, and moved through with the slider by the keyboard", async () => {
  const page = await engineer.open("sources")
  const given = {
    "Id, in small letters": "radar",
    "Chinese name": "雷达雨强",
    "English name": "Radar rain rate",
    "Made by": "Met office",
  }
  for (const [label, value] of Object.entries(given)) await page.getByLabel(label).fill(value)
  await page.getByLabel("Licence").fill("CC-BY-4.0")
  await page.getByLabel(/^Bounds/).fill([WEST, SOUTH, EAST, NORTH].join(", "))
  for (const [minutes, background] of [
    [-12, "#ff0000"],
    [-6, "#0000ff"],
  ] as const) {
    // By the city's clock, which is eight hours ahead.
    const shows = new Date(Date.now() + (8 * 60 + minutes) * MINUTE_MS).toISOString().slice(0, 16)
    const buffer = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toBuffer()
    await page.getByLabel("Time that it shows (UTC+8)").fill(shows)
    await page.getByLabel("File", { exact: true }).setInputFiles({ name: "radar.png", mimeType: "image/png", buffer })
    const stored = page.waitForResponse((answer) => answer.url().includes("/api/layers/radar/frames"))
    await page.getByRole("button", { name: "Store", exact: true }).click()
    expect((await stored).status()).toBe(200)
  }
  await expectAccessible(page)
  await expectReflow(page)

  const watch = await officer.open("watch")
  await restedMap(watch)
  await watch.getByRole("button", { name: "Layers" }).click()
  await watch.getByLabel("Radar rain rate").check()
  await watch.keyboard.press("Escape")
  const slider = watch.getByRole("slider", { name: "Time shown" })
  const canvas = (await watch.locator(".city-map-canvas").boundingBox())!
  const clip = { x: canvas.x + canvas.width / 2 - 30, y: canvas.y + canvas.height / 3, width: 20, height: 20 }
  const isRed = async () => {
    const [red, , blue] = (await mainColour(watch, clip)).split(",").map(Number)
    return red! > blue!
  }
  await expect.poll(isRed, { timeout: 20_000 }).toBe(false)
  const newest = await slider.getAttribute("aria-valuetext")
  await slider.focus()
  await watch.keyboard.press("ArrowLeft")
  await expect.poll(() => slider.getAttribute("aria-valuetext")).not.toBe(newest)
  await expect.poll(isRed, { timeout: 20_000 }).toBe(true)
  await expectAccessible(watch)
  await watch.keyboard.press("ArrowRight")
  await expect.poll(isRed, { timeout: 20_000 }).toBe(false)
  await expectReflow(watch)

  await page.getByRole("button", { name: "Delete Radar rain rate" }).click()
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Delete Radar rain rate" }).click()
  await page.keyboard.press("Shift+Tab")
  await expectAccessible(page)
  await expectReflow(page)
  await page.keyboard.press("Enter")
  await page.getByText("Radar rain rate is deleted.").waitFor()
  expect(await page.getByText("2 pictures").count()).toBe(0)
  await slider.waitFor({ state: "detached" })
  forgiveComplaints(noRelief)
})

test("what could not be taken is read in both languages and discarded with a reason; residents read whose alert it is", async () => {
  const page = await officer.open("outside")
  await page.getByRole("button", { name: /^Set aside/ }).click()
  await page.getByText("1 problem").click()
  await page.getByText(/status is missing or empty/).waitFor()
  await expectAccessible(page)
  await expectReflow(page)
  const chinese = await officer.open("outside", "zh-CN")
  await chinese.getByRole("button", { name: /^暂存待查/ }).click()
  await chinese.getByText("1 个问题").click()
  expect(await chinese.locator("main").innerText()).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/i)
  await page.getByRole("button", { name: "Discard", exact: true }).click()
  await page.getByLabel("Why nothing comes of it").fill("They sent it again, complete.")
  await page.getByRole("button", { name: "Discard it" }).click()
  await page.getByText(/They sent it again, complete\./).waitFor()
  const resident = await (await newVisitor({ locale: "en" })).newPage()
  await resident.goto(server.url)
  await resident.getByRole("heading", { name: "From others" }).waitFor()
  await resident.getByText("from Provincial Met Office").waitFor()
  await expectAccessible(resident)
  await expectReflow(resident)
})
