import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, newVisitor, useBrowser } from "./browser.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-rules-"))
let server: ServerProcess

useBrowser()
beforeAll(async () => {
  server = await startServerProcess({ HOLDFAST_DATA: folder })
})
afterAll(async () => {
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

test("a planner makes a rule without code, tries it on what was measured, and switches it on", async () => {
  const visitor = await newVisitor()
  const page = await become(visitor, server.url, "Be Fang Qiao, engineer")
  // A river that rose in the last hours, as its gauge would have sent it.
  await page.evaluate(async () => {
    const found = await fetch("/sensorthings/v1.1/Datastreams?$filter=ObservedProperty/name eq 'River stage'&$top=1")
    const { value } = (await found.json()) as { value: { "@iot.id": number }[] }
    const rows = [1, 1.2, 1.6, 2.4, 2.5].map((result, hour) => {
      const at = new Date(Date.now() - (6 - hour) * 3_600_000).toISOString()
      return [at, at, result]
    })
    const body = [
      {
        Datastream: { "@iot.id": value[0]!["@iot.id"] },
        components: ["phenomenonTime", "resultTime", "result"],
        dataArray: rows,
      },
    ]
    await fetch("/sensorthings/v1.1/CreateObservations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  })
  await page.goto(`${server.url}/console/rules`)
  await page.getByRole("link", { name: "New rule" }).click()
  await page.getByLabel("Name in Chinese").fill("河水上涨")
  await page.getByLabel("Name in English").fill("Rising river")
  await page.getByLabel("Id", { exact: true }).fill("rising-river")
  await page.getByLabel("Hazard").selectOption({ label: "Rainstorm" })
  await page.getByLabel("Measured").selectOption({ label: "River stage" })
  await page.getByLabel("How it is reckoned").selectOption({ label: "Rise" })
  await page.getByLabel("Window (minutes)").fill("120")
  await page.getByLabel("Orange (m)").fill("1")
  // Held to what the planner knows to have happened, from a table of their own.
  await page.getByText("0 known events").click()
  const today = new Date().toISOString()
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000).toISOString()
  const [district] = await page.getByLabel("Area", { exact: true }).last().locator("option").nth(1).all()
  const table = `area,from,until,level\n${await district!.getAttribute("value")},${hoursAgo},${today},\nnowhere,${hoursAgo},${today},\n`
  await page
    .getByLabel("Import a table (CSV)")
    .setInputFiles({ name: "events.csv", mimeType: "text/csv", buffer: Buffer.from(table) })
  await page.getByText("1 known event", { exact: true }).waitFor()
  await page.getByText(/Row 3, area, “nowhere”/).waitFor()
  await page.getByLabel("Hold it to").selectOption({ label: "Known events that are kept" })
  await page.getByRole("button", { name: "Try" }).click()
  await page.getByText("1 signal from 5 measurements").waitFor()
  await page.getByText("Mean lead time").waitFor()
  await page.getByRole("table", { name: "Signals that it would have raised" }).getByText("1.2 m").waitFor()
  await expectAccessible(page)
  await page.getByRole("button", { name: "Save, switched off" }).click()
  await page.getByRole("heading", { name: "Rising river" }).waitFor()
  await page.getByRole("button", { name: "Switch on" }).click()
  await page.getByRole("button", { name: "Switch off" }).waitFor()
  await expectAccessible(page)
  await expectReflow(page)
})

test("an engineer issues a credential, sees its secret once, and ends it", async () => {
  const page = await become(await newVisitor(), server.url, "Be Fang Qiao, engineer")
  await page.goto(`${server.url}/console/credentials`)
  await page.getByText("Issue a credential").click()
  await page.getByLabel("Name", { exact: true }).fill("gateway-1")
  await page.getByRole("button", { name: "Issue", exact: true }).click()
  const shown = page.getByRole("region", { name: "Secret" })
  const secret = await shown.locator("dd").last().textContent()
  await expectAccessible(page)
  await expectReflow(page)
  await shown.getByRole("button", { name: "The device has it, hide it" }).click()
  expect(await page.content()).not.toContain(secret)
  await page.getByRole("button", { name: "End gateway-1" }).click()
  await page.getByRole("button", { name: "End gateway-1" }).click()
  await page.getByRole("button", { name: "Ended 1" }).waitFor()
})

test("who has the watch reads the rules, and changes none", async () => {
  const page = await become(await newVisitor(), server.url, "Be Li Lan, duty officer")
  await page.goto(`${server.url}/console/rules`)
  await page.getByRole("link", { name: "Rising river" }).click()
  await page.getByRole("heading", { name: "Rising river" }).waitFor()
  expect(await page.getByRole("button", { name: /^(Save|Switch|Try)/ }).count()).toBe(0)
  await expectAccessible(page)
})
