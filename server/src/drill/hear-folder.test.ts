import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { type CommandRunner, listenForCommands } from "../platform/lock/index.ts"
import type { World } from "../platform/world/index.ts"
import { hearFolder, realEventsCommand } from "./hear-folder.ts"
import type { PlacedRealEvent, RealEvents } from "./real-events.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-hear-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))

/** What the log of a city holds of real events, and who reads on. */
class Log implements Pick<RealEvents, "position" | "follow"> {
  readonly #placed: PlacedRealEvent[] = []
  readonly readers = new Set<(placed: PlacedRealEvent) => void>()

  get position(): number {
    return this.#placed.length
  }

  happen(title: string): void {
    const event = { at: "2026-07-30T16:00:00.000Z", title: { "zh-CN": title, en: title }, url: "http://city/console" }
    const placed = { position: this.#placed.push({ position: this.position + 1, event }), event }
    for (const tell of this.readers) tell(placed)
  }

  follow(from: number, tell: (placed: PlacedRealEvent) => void): () => void {
    for (const placed of this.#placed.slice(from)) tell(placed)
    this.readers.add(tell)
    return () => this.readers.delete(tell)
  }
}

test("a drill hears of what happens from when it found the server, through restarts, and each once", async () => {
  const log = new Log()
  const command = realEventsCommand(log)
  const run: CommandRunner = (_name, args, report, gone) => command.run(undefined as unknown as World, args, report, gone)
  const heard: string[] = []
  log.happen("before anybody listened")
  const leave = hearFolder(folder, ({ title }) => heard.push(title.en))
  const first = await listenForCommands(folder, run)
  await expect.poll(() => log.readers.size, { timeout: 10_000 }).toBe(1)
  log.happen("storm")
  await expect.poll(() => heard).toEqual(["storm"])

  await first.close()
  await expect.poll(() => log.readers.size).toBe(0)
  log.happen("flood, while the server was away")
  const second = await listenForCommands(folder, run)
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(["storm", "flood, while the server was away"])
  leave()
  await expect.poll(() => log.readers.size).toBe(0)
  await second.close()
})
