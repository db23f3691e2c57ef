import { Random, systemClock } from "@holdfast/kernel"
import { parseQuery } from "@holdfast/sensorthings"
import { Kysely, PostgresDialect } from "kysely"
import { afterAll, expect, test } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../../../../test/engines.ts"
import { fillScale } from "../../../../test/scale-fill.ts"
import { allMigrations } from "../../../migrations.ts"
import { MemoryBus } from "../../../platform/bus/index.ts"
import { openPostgres } from "../../../platform/db/index.ts"
import { World } from "../../../platform/world/index.ts"
import { readPath, rendering } from "../sensorthings/read/index.ts"
import { RollUps } from "./index.ts"

/**
 * Ten times as many measurements must not cost more to read. What a read touches is counted in pages of the database, which no busy
 * machine changes; `bench/scale-main.ts` has the milliseconds.
 */
const SERIES = 2_000
const SEED = 20_261_124
const PAGE = 100
/** A month more is a table more, with its indexes to be descended. */
const PAGES_ALLOWED = 60
const fail = (error: unknown) => {
  throw error
}

test.skipIf(!process.env["HOLDFAST_TEST_POSTGRES_URL"])(
  "reads of four million measurements touch as little as those of a tenth of them",
  async () => {
    const small = await pagesTouched(400_000)
    const large = await pagesTouched(4_000_000)
    const tooMany = [...large].filter(([name, pages]) => pages > 1.3 * small.get(name)! + PAGES_ALLOWED)
    expect(tooMany).toEqual([])
  },
)

async function pagesTouched(observations: number): Promise<Map<string, number>> {
  const url = await createEmptyDatabase()
  const until = new Date("2026-07-30T19:00:00Z")
  const world = await World.open({
    ...{ kind: "demo", clock: { now: () => until }, wall: systemClock, bus: new MemoryBus(fail), migrations: allMigrations },
    ...{ engine: await openPostgres(url), dataFolder: temporaryFolder() },
  })
  afterAll(() => world.close())
  const first = await fillScale(url, { series: SERIES, observations, until })
  await new RollUps({ world, quiet: (work) => work(), mark: () => {}, onError: fail }).run(until)
  await world.db.engine.pool.query("vacuum analyze")
  const series = first + Math.floor(new Random(SEED).float() * SERIES)
  const day = new Date(Math.floor(until.getTime() / 86_400_000) * 86_400_000)
  const span = `$filter=phenomenonTime ge ${day.toISOString()} and phenomenonTime lt ${until.toISOString()}`
  const own = `Datastreams(${series})/Observations`
  const reads = [
    [own, "$orderby=phenomenonTime desc&$top=1"],
    [own, `${span}&$top=1000`],
    [own, "$count=true&$top=0"],
    [own, `$skip=${observations / SERIES - PAGE}&$top=${PAGE}`],
    ["Observations", "$count=true&$top=0"],
    ["Observations", `$count=true&$top=0&${span}`],
    ["Observations", `$skip=${observations - PAGE}&$top=${PAGE}`],
    ["Observations", "$orderby=phenomenonTime desc&$top=1"],
  ] as const
  const touched = new Map<string, number>()
  for (const [i, [path, query]] of reads.entries())
    touched.set(`${i} ${path.replace(/\d+/, "n")}`, await pagesOf(world, path, query))
  return touched
}

/** Pages that all questions of one read touch, found in memory or not. */
async function pagesOf(world: World, path: string, query: string): Promise<number> {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: world.db.engine.pool }),
    log: ({ query: question }) => void asked.push(question),
  })
  const reading = { db, language: "en", now: world.clock.now(), rendering: rendering("http://x", "en", () => false) } as const
  await readPath(reading, path, parseQuery(new URLSearchParams(query)))
  let pages = 0
  for (const { sql, parameters } of asked) {
    const { rows } = await world.db.engine.pool.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters])
    const { Plan: plan } = rows[0]["QUERY PLAN"][0]
    pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
  }
  return pages
}
