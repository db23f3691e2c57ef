import fs from "node:fs"
import { fileURLToPath } from "node:url"
import { levels, type Trial } from "@holdfast/contracts"
import { sql } from "kysely"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../test/worlds.ts"
import { startSense } from "../modules/sense/index.ts"
import { buildHttp } from "../platform/http/index.ts"
import { listProperties, listRules, loadPacks } from "../platform/packs/index.ts"
import { feedHours } from "./feed-hours.ts"
import { readMeasuredHours } from "./measured-hours.ts"

const shared = fileURLToPath(new URL("../../../../shared/data/rain/", import.meta.url))
const file = `${shared}beijing12_2016-07-17_2016-07-24.csv.gz`
const opinion = `${shared}expected_levels_2016-07.csv`

const { world, clock } = await openTestWorld()
const packs = loadPacks(new URL("../../../packs/", import.meta.url))
const rules = listRules(packs, "national").filter(({ rule }) => rule.id.startsWith("rain-national"))
const sense = await startSense({
  world,
  rules,
  properties: listProperties(packs),
  areaOf: () => undefined,
  planning: {
    findArea: () => undefined,
    hazards: [{ id: "rainstorm", name: { "zh-CN": "暴雨", en: "Rainstorm" } }],
    warningsSent: async () => [],
  },
  onError: (error) => {
    throw error
  },
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async () => ({ role: "engineer" }),
  mayHear: () => true,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

test.skipIf(!fs.existsSync(file))(
  "a rule tried on the Beijing storm of July 2016 raises what it raised live, and what the second opinion says",
  { timeout: 120_000 },
  async () => {
    const measured = await readMeasuredHours(file)
    // The file lies before the clock of the test world; measurements of the past are taken, and judged late by none.
    const live = new Map<string, string>()
    const shiftMs = Math.ceil((clock.now().getTime() - measured.firstMs) / 86_400_000) * 86_400_000
    await feedHours({ measured: shifted(measured, shiftMs), sense, clock, onHour: async () => {} })
    const { rows } = await sql<{ rule: string; area: string; level: string; began: Date; ended: Date | null }>`
      select rule, area, level, began_at as began, ended_at as ended from sense.signal order by began_at, area`.execute(
      world.db.query,
    )
    for (const { rule, area, level, began, ended } of rows)
      live.set(`${rule} ${area} ${began.toISOString()}`, `${level} ${ended?.toISOString() ?? "open"}`)
    expect(live.size).toBeGreaterThan(10)

    const tried = new Map<string, string>()
    const highest = new Map<string, number>()
    for (const { hazard, rule } of rules) {
      const answer = await app.inject({
        method: "POST",
        url: "/api/rules/try",
        payload: {
          ...{ hazard, rule },
          from: new Date(measured.firstMs + shiftMs).toISOString(),
          to: new Date(measured.lastMs + shiftMs + 3_600_000).toISOString(),
        },
      })
      expect(answer.statusCode).toBe(200)
      for (const { area, level, from, until } of (answer.json() as Trial).signals) {
        tried.set(`${rule.id} ${area.id} ${from}`, `${level} ${until ?? "open"}`)
        highest.set(area.name.en, Math.max(highest.get(area.name.en) ?? 0, levels.indexOf(level)))
      }
    }
    expect(tried).toEqual(live)
    const expected = new Map<string, number>()
    for (const line of fs.readFileSync(opinion, "utf8").trim().split("\n").slice(1)) {
      const [station, , level] = line.split(",") as [string, string, (typeof levels)[number]]
      expected.set(station, Math.max(expected.get(station) ?? 0, levels.indexOf(level)))
    }
    for (const [station, level] of expected) expect([station, highest.get(station)]).toEqual([station, level])
  },
)

/** The same hours at a later date, because the clock of a world does not go back. */
function shifted(measured: Awaited<ReturnType<typeof readMeasuredHours>>, byMs: number): typeof measured {
  return new Proxy(measured, {
    get: (target, name) => {
      if (name === "hours") return () => [...target.hours()].map((startMs) => startMs + byMs)
      if (name === "has") return (station: string, ms: number) => target.has(station, ms - byMs)
      if (name === "valueAt") return (station: string, ms: number, column: number) => target.valueAt(station, ms - byMs, column)
      return Reflect.get(target, name, target) as unknown
    },
  })
}
