import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { become, expectAccessible, expectReflow, forgiveComplaints, newVisitor, useBrowser } from "./browser.ts"
import { openWire } from "./wire.ts"

const data = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-e2e-"))
const soon = { timeout: 30_000 }
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

test("an answer that is lost makes no second note, and what is typed meanwhile stays", async () => {
  const page = await become(await newVisitor(), server.url, "Li Lan")
  await page.goto(journal())
  const note = page.getByLabel("New note")
  const write = page.getByRole("button", { name: "Write into the journal" })
  let posts = 0
  await page.route("**/api/journal", async (route) => {
    if (route.request().method() !== "POST") return route.continue()
    posts += 1
    // Written, and nobody hears that it was.
    const response = await route.fetch()
    if (posts === 1) return route.abort()
    if (posts === 3) await note.fill("The next note")
    return route.fulfill({ response })
  })
  await note.fill("Answer lost")
  await write.click()
  await page.getByRole("alert").waitFor()
  forgiveComplaints(/Failed to load resource/)
  expect(await note.inputValue()).toBe("Answer lost")
  await write.click()
  await expect.poll(() => note.inputValue(), soon).toBe("")
  await note.fill("Saved slowly")
  await write.click()
  await page.getByRole("listitem").filter({ hasText: "Saved slowly" }).waitFor()
  await page.getByText(/^Written/).waitFor()
  expect(await note.inputValue()).toBe("The next note")
  expect(posts).toBe(3)
  expect(await page.getByRole("listitem").filter({ hasText: "Answer lost" }).count()).toBe(1)
})

/** What a tab heard from the stream of its browser, by position. A tab that had to load anew would hear `reset`. */
async function recordNews(visitor: BrowserContext): Promise<(tab: Page) => Promise<(number | string)[]>> {
  await visitor.addInitScript(() => {
    const heard: (number | string)[] = []
    Object.assign(window, { heard })
    window.SharedWorker = class extends SharedWorker {
      constructor(...given: ConstructorParameters<typeof SharedWorker>) {
        super(...given)
        this.port.addEventListener("message", ({ data }) => {
          if (data.kind === "event") heard.push(data.event.seq)
          else if (data.kind === "reset") heard.push("reset")
        })
      }
    }
  })
  return (tab) => tab.evaluate(() => (window as unknown as { heard: (number | string)[] }).heard)
}

/** What the log has after a position for this person, as a stream that nobody disturbs reads it. */
async function readLog(visitor: BrowserContext, after: number): Promise<number[]> {
  const cookie = (await visitor.cookies(server.url)).map(({ name, value }) => `${name}=${value}`).join("; ")
  const stop = new AbortController()
  const { body } = await fetch(`${server.url}/api/live?after=${after}`, { headers: { cookie }, signal: stop.signal })
  let text = ""
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (text.includes("event: beat")) break
  }
  stop.abort()
  return [...text.matchAll(/^id: (\d+)\ndata:/gm)].map(([, position]) => Number(position))
}

test("eight tabs share one stream; cut, killed, and back, each has every piece of news once and in order", async () => {
  const wire = await openWire(server.url)
  const desk = await newVisitor()
  const heardBy = await recordNews(desk)
  const tabs = [await become(desk, wire.url, "Li Lan")]
  while (tabs.length < 8) tabs.push(await desk.newPage())
  for (const tab of tabs) await tab.goto(`${wire.url}/console/journal`)
  // Some phones have no shared workers: there the tab with the lock has the stream, and passes it on.
  const phone = await newVisitor()
  await phone.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"))
  const leader = await become(phone, server.url, "Zhao Chuan")
  await leader.goto(journal())
  const follower = await phone.newPage()
  await follower.goto(journal())
  for (const tab of [...tabs, leader, follower]) await tab.getByText(/^♥ Live/).waitFor()
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^holdfast_live_streams 2$/m)

  const { position } = (await (await desk.request.get(`${server.url}/api/journal`)).json()) as { position: number }
  const acknowledged: string[] = []
  /** Writes until the server is gone, and at most so many. */
  const write = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const text = `News ${acknowledged.length + 1}`
      const answer = await desk.request.post(`${server.url}/api/journal`, { data: { text } }).catch(() => undefined)
      if (answer?.status() !== 201) return
      acknowledged.push(text)
    }
  }
  await write(4)
  expect(wire.cut()).toBeGreaterThan(0)
  await write(4)
  await leader.close()
  const gone = write(200)
  await expect.poll(() => acknowledged.length, { interval: 1 }).toBeGreaterThanOrEqual(12)
  await server.kill()
  await gone
  for (const tab of [tabs[0]!, follower]) await tab.getByText(/Not live since/).waitFor()
  server = await startServerProcess({ HOLDFAST_DATA: data, PORT: new URL(server.url).port })
  wire.lead(server.url)
  await write(4)
  wire.cut()
  // The eighth tab still has a connection left to write with: six are all that a browser opens to one host.
  await tabs[7]!.getByLabel("New note").fill("The last news")
  await tabs[7]!.getByRole("button", { name: "Write into the journal" }).click()
  for (const tab of [...tabs, follower]) await tab.getByText("The last news").waitFor({ timeout: 30_000 })

  const news = await readLog(desk, position)
  expect(news.length).toBeGreaterThanOrEqual(acknowledged.length + 1)
  for (const tab of tabs)
    await expect
      .poll(async () => (await heardBy(tab)).filter((one) => typeof one === "string" || one > position), soon)
      .toEqual(news)
  const shown = async (tab: Page) => (await tab.getByRole("listitem").locator("p:last-child").allInnerTexts()).toReversed()
  for (const tab of [...tabs, follower]) {
    const texts = await shown(tab)
    expect(texts.filter((text) => acknowledged.includes(text))).toEqual(acknowledged)
    expect(texts.at(-1)).toBe("The last news")
  }
  // Tabs that are open would go on asking.
  for (const visitor of [desk, phone]) await visitor.close()
  await wire.stop()
  forgiveComplaints(/Failed to load resource/)
})
