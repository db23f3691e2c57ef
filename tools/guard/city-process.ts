import { subscribe } from "node:diagnostics_channel"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { systemClock } from "../../packages/kernel/src/index.ts"
import { serveDrill } from "../../server/src/drill/serve-drill.ts"
import { allMigrations } from "../../server/src/migrations.ts"
import { MemoryBus } from "../../server/src/platform/bus/index.ts"
import { loadConfig } from "../../server/src/platform/config/index.ts"
import { findMigratedTemplate, openPglite } from "../../server/src/platform/db/index.ts"
import { initCity } from "../../server/src/platform/identity/index.ts"
import { LOG_SUBJECT } from "../../server/src/platform/log/index.ts"
import { World } from "../../server/src/platform/world/index.ts"
import { serve } from "../../server/src/serve.ts"
import type { Answer, Asked, Question } from "./city-questions.ts"

// A whole city in a process of its own, as the guard starts it: `live` as `holdfast serve` runs it, `drill` as a city starts it.
// What the guard cannot see from outside it asks over the channel to its parent.

const { settings } = loadConfig(process.env)
const connections: string[] = []
subscribe("net.client.socket", () => connections.push("tcp"))
subscribe("udp.socket", () => connections.push("udp"))
let heard = 0

const city = process.argv[2] === "live" ? await openLive() : await openDrill()
process.on("message", ({ id, asked }: Question) => {
  answer(asked).then(
    (value) => process.send!({ id, value } satisfies Answer),
    (error: unknown) => process.send!({ id, error: String(error) } satisfies Answer),
  )
})
process.on("disconnect", () => process.exit())
process.send!({ id: 0, value: city.url } satisfies Answer)

async function answer(asked: Asked): Promise<unknown> {
  switch (asked.what) {
    case "rows":
      return (await city.world.db.engine.pool.query(asked.sql)).rows
    case "speed":
      return city.setSpeed(asked.speed)
    case "forget":
      return city.forget(new Date(asked.now))
    case "doors":
      // What the log still had to write of its own is not the drill's doing.
      await city.world.log.drain()
      city.world.log.roots.flush()
      return {
        connections,
        listening: process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length,
        heard,
        position: city.world.log.position,
      }
    case "stop":
      return city.close()
  }
}

async function openLive() {
  await foundLiveCity()
  const server = await serve(settings, { webFolder: pagesFolder() })
  server.world.bus.subscribe(LOG_SUBJECT, () => {
    heard += 1
  })
  return { ...server, setSpeed: () => {}, forget: () => Promise.reject(new Error("a live city forgets by itself")) }
}

async function openDrill() {
  const drill = await serveDrill(settings, { webFolder: pagesFolder(), seed: 1, speed: 0, play: true, onNotMade: fail })
  return {
    ...drill,
    setSpeed: (speed: number) => drill.state.schedule.setSpeed(speed),
    forget: async (now: Date) => {
      await drill.city.sweep(now)
      await drill.city.forget(now)
    },
  }
}

function fail(reason: unknown): never {
  throw reason
}

/** What `holdfast init` does, from the copied database of an empty city, which takes a tenth of the time. */
async function foundLiveCity(): Promise<void> {
  const template = await findMigratedTemplate(allMigrations, fail)
  const world = await World.open({
    kind: "live",
    engine: await openPglite({
      folder: path.join(settings.HOLDFAST_DATA, "pglite"),
      ...(template ? { template } : {}),
      onDiskFailure: fail,
    }),
    clock: systemClock,
    wall: systemClock,
    bus: new MemoryBus(fail),
    dataFolder: settings.HOLDFAST_DATA,
    migrations: allMigrations,
  })
  await initCity(world, { name: { "zh-CN": "守望市", en: "Guard City" }, admin: "guard" })
  await world.close()
}

/** The built pages, or an empty one where nobody built them: the guard looks at what the server says. */
function pagesFolder(): string {
  const built = path.join(import.meta.dirname, "../../web/dist/")
  if (fs.existsSync(path.join(built, "index.html"))) return built
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-guard-pages-"))
  fs.writeFileSync(path.join(empty, "index.html"), '<!doctype html><title>Holdfast</title><div id="root"></div>')
  process.on("exit", () => fs.rmSync(empty, { recursive: true, force: true }))
  return empty
}
