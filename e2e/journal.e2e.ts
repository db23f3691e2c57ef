import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"

const data = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-"))
let server: ServerProcess
const journal = () => `${server.url}/console/journal`
useBrowser()
beforeAll(async () => {
  server = await startServerProcess({ HOLDFAST_DATA: data })
})
afterAll(async () => {
  await server.stop()
  fs.rmSync(data, { recursive: true, force: true })
})

test("a note written in one browser appears in another without asking, in both languages", async () => {
  const writer = await become(await newVisitor(), server.url, "Li Lan")
  const reader = await become(await newVisitor({ locale: "zh-CN" }), server.url, "孙禾")
  await writer.goto(journal())
  await reader.goto(journal())
  await reader.getByText("还没有记录。请写第一条。").waitFor()
  await writer.getByLabel("New note").fill("Underpass Nanhuan closed, crew on site.")
  await writer.getByRole("button", { name: "Write into the journal" }).click()
  await reader.getByText("Underpass Nanhuan closed, crew on site.").waitFor()
  await reader.getByText("值班员").waitFor()
  for (const page of [writer, reader]) {
    await expectAccessible(page)
    await expectReflow(page)
  }
  await writer.getByRole("button", { name: "中文" }).click()
  await writer.getByRole("heading", { name: "值班日志" }).waitFor()
  expect(await writer.evaluate(() => document.documentElement.lang)).toBe("zh-CN")
})

test("the journal can be written with the keyboard alone", async () => {
  const page = await become(await newVisitor(), server.url, "Li Lan")
  await page.goto(journal())
  await page.getByLabel("New note").waitFor()
  await page.keyboard.press("Tab")
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content")
  await page.getByLabel("New note").focus()
  await page.keyboard.type("By keyboard")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await page.getByRole("listitem").filter({ hasText: "By keyboard" }).waitFor()
})

test("eight tabs share one stream, and all hear the news", async () => {
  const visitor = await newVisitor()
  const tabs = [await become(visitor, server.url, "Li Lan")]
  while (tabs.length < 8) tabs.push(await visitor.newPage())
  for (const tab of tabs) {
    await tab.goto(journal())
    await tab.getByText(/^♥ Live/).waitFor()
  }
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/^holdfast_live_streams 1$/m)
  await tabs[7]!.getByLabel("New note").fill("Heard by eight")
  await tabs[7]!.getByRole("button", { name: "Write into the journal" }).click()
  for (const tab of tabs) await tab.getByText("Heard by eight").waitFor()
})

test("a server that is killed shows as not live, and its return brings what was missed", async () => {
  const visitor = await newVisitor()
  const page = await become(visitor, server.url, "Li Lan")
  await page.goto(journal())
  await page.getByText(/^♥ Live/).waitFor()
  const port = new URL(server.url).port
  await server.kill()
  await page.getByText(/Not live since/).waitFor()
  server = await startServerProcess({ HOLDFAST_DATA: data, PORT: port })
  const answer = await visitor.request.post(`${server.url}/api/journal`, { data: { text: "After the return" } })
  expect(answer.status()).toBe(201)
  await page.getByText("After the return").waitFor()
  forgiveComplaints(/Failed to load resource/)
})
