import path from "node:path"
import { Random } from "@holdfast/kernel"
import { afterEach, describe, expect, test, vi } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../test/engines.ts"
import { KillLoad, keyOf, type LoadTarget, makeUntimedStation, untimedStation } from "../test/kill-load.ts"
import { runCli, type ServerProcess, startServerProcess } from "../test/server-process.ts"
import { type Engine, openPglite, openPostgres } from "./platform/db/index.ts"
import { findFreePort } from "./platform/http/index.ts"

const seed = Number(process.env["SEED"] ?? 20_261_122)
const KILLS = Number(process.env["KILLS"] ?? 50)
/** How much is acknowledged before the next kill, at most. */
const WORK_MAX = 600
const ROOT = "/sensorthings/v1.1"

/** Servers that a failed test left behind. */
const started = new Set<ServerProcess>()
afterEach(async () => {
  for (const server of started) if (server.process.exitCode === null && !server.process.signalCode) await server.kill()
  started.clear()
})

interface Entities {
  readonly value: readonly { readonly "@iot.id": number; readonly definition?: string; readonly phenomenonTime?: string }[]
  readonly "@iot.nextLink"?: string
}

const read = async <T>(url: string): Promise<T> => (await fetch(url)).json() as Promise<T>

async function signIn(url: string, role: string): Promise<Record<string, string>> {
  const signedIn = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ role }),
  })
  return { cookie: signedIn.headers.getSetCookie()[0]!.split(";")[0]! }
}

async function targetOf(url: string, mqttPort: number): Promise<LoadTarget> {
  const properties = await read<Entities>(`${url}${ROOT}/ObservedProperties?$top=100`)
  const rain = properties.value.find(({ definition }) => definition === "urn:holdfast:property:rainfall")!
  const streams = await read<Entities>(`${url}${ROOT}/ObservedProperties(${rain["@iot.id"]})/Datastreams?$top=20`)
  const engineer = await signIn(url, "engineer")
  const own = await read<Entities>(`${url}${ROOT}/Things(${await makeUntimedStation(url, engineer)})/Datastreams`)
  const [street] = await read<{ id: string }[]>(`${url}/report/streets.json`)
  return {
    ...{ url, mqttPort, area: street!.id },
    headers: await signIn(url, "duty-officer"),
    datastreams: streams.value.map((stream) => stream["@iot.id"]),
    ...{ engineer, untimed: own.value.map((stream) => stream["@iot.id"]) },
  }
}

/** Ends one process of the PostgreSQL server by force; the server then ends all others and recovers from its log. */
async function killInDatabase(url: string, random: Random): Promise<void> {
  // After the kill before this one it may still be recovering.
  const engine = await vi.waitFor(() => openPostgres(url), { timeout: 60_000, interval: 100 })
  try {
    const found = await engine.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where (datname = current_database() and pid <> pg_backend_pid()) or backend_type in ('walwriter', 'checkpointer')
       order by pid`,
    )
    process.kill(found.rows[random.int(found.rows.length)]!.pid, "SIGKILL")
  } finally {
    await engine.close().catch(() => {})
  }
}

async function observationsOf(url: string, datastreams: readonly number[]): Promise<string[]> {
  const keys: string[] = []
  for (const datastream of datastreams) {
    let next: string | undefined = `${url}${ROOT}/Datastreams(${datastream})/Observations?$top=1000`
    while (next) {
      const page: Entities = await read<Entities>(next)
      for (const { phenomenonTime } of page.value) keys.push(keyOf({ datastream, atMs: Date.parse(phenomenonTime!) }))
      next = page["@iot.nextLink"]
    }
  }
  return keys
}

/** Everything acknowledged is there, and nothing is there twice. */
function expectKept(what: string, acknowledged: ReadonlySet<string>, found: readonly string[]): void {
  const there = new Set(found)
  expect(
    [...acknowledged].filter((key) => !there.has(key)),
    `${what} acknowledged and lost`,
  ).toEqual([])
  expect(found.length - there.size, `${what} doubled`).toBe(0)
}

async function killSeries(environment: Record<string, string>, open: () => Promise<Engine>): Promise<void> {
  const random = new Random(seed)
  const load = new KillLoad(random)
  const databaseUrl = environment["HOLDFAST_DATABASE_URL"]
  const restartsMs: number[] = []
  let databaseKills = 0
  const start = async () => {
    const mqttPort = await findFreePort("127.0.0.1")
    const startedMs = performance.now()
    const server = await startServerProcess({ ...environment, MQTT_PORT: String(mqttPort), HOLDFAST_DEMO_PEOPLE: "10000" })
    started.add(server)
    restartsMs.push(performance.now() - startedMs)
    return { server, target: await targetOf(server.url, mqttPort) }
  }
  const healthy = async (url: string) => (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200

  let running = await start()
  restartsMs.length = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const enough = load.ledger.more(1 + random.int(WORK_MAX))
    const work = await load.run(running.target)
    await Promise.race([enough, work.done])
    if (databaseUrl && random.int(3) === 0) {
      databaseKills += 1
      await killInDatabase(databaseUrl, random)
      // A city whose database went away for a moment may go on; what it cannot do is pretend.
      const { server } = running
      await expect
        .poll(async () => server.process.exitCode !== null || (await healthy(server.url)), { timeout: 60_000, interval: 100 })
        .toBe(true)
      work.stop()
      await work.done
      if (server.process.exitCode === null) continue
    } else {
      await running.server.kill()
      await work.done
    }
    running = await start()
  }

  const { ledger } = load
  expectKept("measurements", ledger.observations, await observationsOf(running.server.url, running.target.datastreams))
  expect(await running.server.stop()).toBe(0)
  const { code, output } = await runCli(["verify-log", "--json"], environment)
  expect(JSON.parse(output)).toMatchObject({ valid: true })
  expect(code).toBe(0)
  const engine = await open()
  try {
    const texts = async (query: string) => (await engine.pool.query<{ text: string }>(query)).rows.map(({ text }) => text)
    expectKept(
      "measurements without a time",
      ledger.untimed,
      await texts(
        `select result::text as text from sense.observation where datastream_id in
           (select d.id from sense.datastream d join sense.thing t on t.id = d.thing_id where t.name_en = '${untimedStation}')`,
      ),
    )
    // The station itself was asked for again after each start.
    const things = new Set([...ledger.things, untimedStation])
    expectKept("Things", things, await texts("select name_en as text from sense.thing where name_en like 'keyed %'"))
    expectKept("notes", ledger.notes, await texts("select text from respond.journal_note where text like 'note %'"))
    expectKept(
      "reports",
      ledger.reports,
      await texts("select description as text from serve.request where description like 'report %'"),
    )
  } finally {
    await engine.close()
  }
  const sorted = restartsMs.toSorted((a, b) => a - b)
  const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(1)
  process.stdout.write(
    `${KILLS} kills, ${databaseKills} of them in the database (seed ${seed}): acknowledged ${ledger.observations.size} measurements, ` +
      `${ledger.notes.size} notes, ${ledger.reports.size} reports, by key ${ledger.untimed.size} measurements without a time and ` +
      `${ledger.things.size} Things; ${sorted.length} restarts, ` +
      `median ${seconds(sorted[Math.floor(sorted.length / 2)])} s, longest ${seconds(sorted.at(-1))} s\n`,
  )
}

describe(`kill -9 at any moment under load loses nothing acknowledged and doubles nothing (seed ${seed}, ${KILLS} kills)`, () => {
  test("on the embedded database", async () => {
    const folder = temporaryFolder()
    await killSeries({ HOLDFAST_DATA: folder }, () =>
      openPglite({
        folder: path.join(folder, "pglite"),
        onDiskFailure: (reason) => {
          throw new Error(reason)
        },
      }),
    )
  })

  test.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])("on PostgreSQL, whose own processes are killed too", async () => {
    const url = await createEmptyDatabase()
    await killSeries({ HOLDFAST_DATA: temporaryFolder(), HOLDFAST_DATABASE_URL: url }, () => openPostgres(url))
  })
})
