import { once } from "node:events"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { DrillClock, type Signal } from "@holdfast/contracts"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openPostgres } from "../../server/src/platform/db/index.ts"
import { runCli, type ServerProcess, startDrillProcess, startServerProcess } from "../../server/test/server-process.ts"
import { differences, dumpTables, type Rows } from "../../tools/guard/dump.ts"
import { type PostgresService, startPostgres } from "../../tools/services.ts"

const ROOT = "/sensorthings/v1.1"
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-beside-"))
const SAID_AT_ONCE = { timeout: 30_000, interval: 100 }
/** Of nobody here: by name like ours, of another city, and half of a name. */
const strangers = ["holdfast_drill", "holdfast_0123456789abcdef_drill_0123456789abcdef", "holdfast_replay_1"]

interface Journal {
  readonly notes: readonly { readonly text: string }[]
}

describe.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])("a city on PostgreSQL", () => {
  let postgres: PostgresService
  const started: ServerProcess[] = []
  let city: ServerProcess
  let fromConsole: string
  let fromTerminal: ServerProcess

  beforeAll(async () => {
    postgres = (await startPostgres())!
    for (const name of ["city", ...strangers]) await query("postgres", `create database "${name}"`)
  })
  afterAll(async () => {
    for (const { process: child } of started) child.kill("SIGKILL")
    postgres.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  const addressOf = (database: string) => Object.assign(new URL(postgres.url), { pathname: `/${database}` }).href
  const environmentOf = (data: string) => ({
    HOLDFAST_DATA: path.join(folder, data),
    HOLDFAST_DATABASE_URL: addressOf("city"),
    HOLDFAST_DEMO_PEOPLE: "10000",
  })
  const keep = (server: ServerProcess) => {
    started.push(server)
    return server
  }

  async function query<Row = Record<string, unknown>>(database: string, text: string): Promise<Row[]> {
    const engine = await openPostgres(addressOf(database))
    try {
      return (await engine.pool.query(text)).rows as Row[]
    } finally {
      await engine.close()
    }
  }
  const inCity: Rows = (text) => query("city", text)
  const databases = async () =>
    (await query<{ name: string }>("postgres", "select datname as name from pg_database where datname like 'holdfast%'"))
      .map(({ name }) => name)
      .filter((name) => !strangers.includes(name))
  const worlds = async () => (await databases()).map((name) => name.replace(/_[0-9a-f]{16}/g, "")).toSorted()

  const signIn = async (url: string) => {
    const headers = { "content-type": "application/json" }
    const body = JSON.stringify({ role: "duty-officer" })
    const answer = await fetch(`${url}/api/demo/session`, { method: "POST", headers, body })
    return { ...headers, cookie: answer.headers.getSetCookie()[0]!.split(";")[0]! }
  }
  const readDrill = async (url: string) => DrillClock.parse(await (await fetch(`${url}/api/drill`)).json())
  const isWell = async (url: string) => (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200

  /** A cloudburst over one gauge of the real city. */
  async function measureCloudburst(url: string): Promise<void> {
    const gauges = await fetch(
      `${url}${ROOT}/Datastreams?$filter=ObservedProperty/definition eq 'urn:holdfast:property:rainfall'&$top=1`,
    )
    const { value } = (await gauges.json()) as { value: { "@iot.id": number }[] }
    const answer = await fetch(`${url}${ROOT}/Observations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...{ Datastream: { "@iot.id": value[0]!["@iot.id"] }, result: 150 },
        ...{ phenomenonTime: new Date().toISOString(), resultTime: new Date().toISOString() },
      }),
    })
    expect(answer.status).toBe(201)
  }

  test("its drill plays in a database of its own, and the city holds nothing of it", async () => {
    city = keep(await startServerProcess(environmentOf("data")))
    const before = await dumpTables(inCity)
    const answer = await fetch(`${city.url}/api/drills`, { method: "POST", redirect: "manual" })
    fromConsole = new URL(answer.headers.get("location")!).origin
    expect(await worlds()).toEqual(["holdfast_drill", "holdfast_template"])

    const headers = await signIn(fromConsole)
    const note = await fetch(`${fromConsole}/api/journal`, {
      method: "POST",
      headers,
      body: JSON.stringify({ text: "in the drill" }),
    })
    expect(note.status).toBe(201)
    await fetch(`${fromConsole}/api/drill/speed`, { method: "POST", headers, body: JSON.stringify({ speed: 600 }) })
    const begun = Date.parse((await readDrill(fromConsole)).at)
    await expect.poll(async () => Date.parse((await readDrill(fromConsole)).at), SAID_AT_ONCE).toBeGreaterThan(begun + 600_000)
    await fetch(`${fromConsole}/api/drill/speed`, { method: "POST", headers, body: JSON.stringify({ speed: 0 }) })
    const { notes } = (await (await fetch(`${fromConsole}/api/journal`, { headers })).json()) as Journal
    expect(notes.map(({ text }) => text)).toContain("in the drill")
    expect(differences(before, await dumpTables(inCity))).toEqual([])
  })

  test("a real event is shown in the drill of the console and in one of the command line, whatever its data folder", async () => {
    fromTerminal = keep(await startDrillProcess(environmentOf("elsewhere"), { speed: 0, play: false }))
    expect((await readDrill(fromTerminal.url)).realEvent).toBeNull()
    expect(await worlds()).toEqual(["holdfast_drill", "holdfast_drill", "holdfast_template"])
    await measureCloudburst(city.url)
    const { signals } = (await (await fetch(`${city.url}/api/signals`, { headers: await signIn(city.url) })).json()) as {
      signals: Signal[]
    }
    const titles = signals.map(({ area, rule }) => `${area.name.en}: ${rule.name.en}`)
    for (const url of [fromConsole, fromTerminal.url]) {
      await expect.poll(async () => (await readDrill(url)).realEvent?.title.en, SAID_AT_ONCE).toBeOneOf(titles)
      expect((await readDrill(url)).realEvent).toMatchObject({ url: expect.stringMatching(/^http.*\/console$/) })
    }
  })

  test("a restart of PostgreSQL is survived: the city goes on, and still alone", async () => {
    await fromTerminal.kill()
    await postgres.restart()
    await expect.poll(() => isWell(city.url), SAID_AT_ONCE).toBe(true)
    const headers = await signIn(city.url)
    const note = await fetch(`${city.url}/api/journal`, { method: "POST", headers, body: JSON.stringify({ text: "after" }) })
    expect(note.status).toBe(201)
    await expect.poll(() => isWell(fromConsole), SAID_AT_ONCE).toBe(true)
    await expect(startServerProcess(environmentOf("second"))).rejects.toThrow("Another Holdfast is running on this database.")
  })

  test("who took the database while it was lost keeps it: the other stops with one sentence, and what killed drills left is gone", async () => {
    const ended = once(city.process, "exit")
    city.process.kill("SIGSTOP")
    await postgres.restart()
    const second = keep(await startServerProcess(environmentOf("second")))
    city.process.kill("SIGCONT")
    expect(await ended).toEqual([1, null])
    expect(city.output().trim().split("\n").at(-1)).toMatch(/^Another Holdfast took this database .*this one has stopped/)
    expect(await isWell(second.url)).toBe(true)
    // The drill of the console ends with its city, in order; the one of the terminal was killed and is removed at the next start.
    await expect.poll(worlds, SAID_AT_ONCE).toEqual(["holdfast_template"])
    expect(await second.stop()).toBe(0)
  })

  test("a replay leaves nothing, and runs on the embedded engine where the role may not make databases", async () => {
    const rows = [0, 0, 35, 20].map((mm, hour) => `Wanliu,2016-07-20T0${hour}:00:00+08:00,${mm},22,1000`)
    const file = path.join(folder, "storm.csv")
    fs.writeFileSync(file, ["station,time,RAIN_mm,TEMP,PRES", ...rows, ""].join("\n"))
    const replay = (HOLDFAST_DATABASE_URL: string) =>
      runCli(["replay", file], { HOLDFAST_DATA: path.join(folder, "replays"), HOLDFAST_DATABASE_URL })
    const beside = await replay(addressOf("city"))
    expect(beside).toMatchObject({ code: 0, output: expect.not.stringContaining("embedded") })
    await query("postgres", "create role cautious login")
    const refused = await replay(Object.assign(new URL(addressOf("city")), { username: "cautious" }).href)
    expect(refused.output).toMatch(
      /^PostgreSQL does not let the role .* \(permission denied to create database\), so this one runs on the embedded/,
    )
    expect(refused).toEqual({ code: 0, output: expect.stringContaining(beside.output) })
    expect(await worlds()).toEqual(["holdfast_template"])
    expect(await query("postgres", `select 1 from pg_database where datname in ('${strangers.join("', '")}')`)).toHaveLength(
      strangers.length,
    )
  })
})
