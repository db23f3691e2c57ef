import { once } from "node:events"
import fs from "node:fs"
import net from "node:net"
import { sql } from "kysely"
import { afterAll, describe, expect, test } from "vitest"
import { createEmptyDatabase, engineUnderTest, openTestEngine } from "../../../test/engines.ts"
import { Database, finishWith, openOnlyPostgres } from "./index.ts"

const engine = await openTestEngine()
const db = new Database(engine)
afterAll(() => db.close())

async function value(expression: string): Promise<unknown> {
  return (await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(db.query)).rows[0]!.v
}

describe("values look the same from both engines", () => {
  const cases: [expression: string, expected: unknown][] = [
    ["1::int8", 1],
    ["(select count(*) from (values (1), (2)) t)", 2],
    ["1.50::numeric", "1.50"],
    ["'2026-01-02'::date", "2026-01-02"],
    ["'2026-01-02 03:04:05.123+08'::timestamptz", new Date("2026-01-01T19:04:05.123Z")],
    ["'{1,2}'::int8[]", [1, 2]],
    ["'{1.5}'::float8[]", [1.5]],
    ["'\\x0102'::bytea", Buffer.from([1, 2])],
    ["'{\"a\":[1,null]}'::jsonb", { a: [1, null] }],
    ["array['a','b,c']", ["a", "b,c"]],
    ["'{2026-01-02,null}'::date[]", ["2026-01-02", null]],
    ["1.5::float4", 1.5],
    ["true", true],
    ["null", null],
    ["current_setting('TimeZone')", "UTC"],
    ["st_asgeojson(st_setsrid(st_makepoint(120.5, 30.25), 4326))", '{"type":"Point","coordinates":[120.5,30.25]}'],
  ]
  test.each(cases)("%s", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected)
  })
  test("a count past 2⁵³ throws instead of being rounded", async () => {
    await expect(value("9007199254740993::int8")).rejects.toThrow("does not fit")
  })
  test("parameters travel with their types", async () => {
    const at = new Date("2026-07-31T03:05:00.123Z")
    const found = await sql<Record<string, unknown>>`
      select ${at}::timestamptz as at, ${[1, 2]}::int[] as list, ${JSON.stringify({ a: 1 })}::jsonb as json, ${Buffer.of(1)}::bytea as bytes`.execute(
      db.query,
    )
    expect(found.rows[0]).toEqual({ at, list: [1, 2], json: { a: 1 }, bytes: Buffer.of(1) })
  })
})

test("an error leaves the connection usable", async () => {
  await expect(sql`select 1 / 0`.execute(db.query)).rejects.toThrow("division by zero")
  await expect(db.transaction((tx) => sql`select * from nowhere`.execute(tx))).rejects.toThrow("nowhere")
  expect(await value("1")).toBe(1)
})

test("large results and large parameters pass", async () => {
  const text = "字".repeat(300_000)
  expect(await value("repeat('x', 5000000)")).toHaveLength(5_000_000)
  const found = await sql<{ v: string }>`select ${text}::text as v`.execute(db.query)
  expect(found.rows[0]!.v).toBe(text)
})

test("a statement that goes with the commit succeeds or fails with its whole transaction", async () => {
  await sql`create table public.last_words (n int primary key)`.execute(db.query)
  const add = (n: number) => `insert into public.last_words values (${n})`
  const transact = (first: readonly number[], last: number | undefined) =>
    db.transaction(async (tx) => {
      await Promise.all(first.map((n) => sql.raw(add(n)).execute(tx)))
      if (last !== undefined) await finishWith(tx, add(last))
    })
  await transact([], 1)
  await transact([2, 3], 4)
  await transact([], undefined)
  await expect(transact([], 1)).rejects.toThrow("duplicate key")
  await expect(transact([5], 1)).rejects.toThrow("duplicate key")
  await expect(transact([1], 6)).rejects.toThrow("duplicate key")
  await expect(
    db.transaction(async (tx) => {
      await finishWith(tx, add(7))
      throw new Error("no")
    }),
  ).rejects.toThrow("no")
  await expect(
    db.transaction(async (tx) => {
      await sql
        .raw(add(1))
        .execute(tx)
        .catch(() => {})
      await finishWith(tx, add(8))
    }),
  ).rejects.toThrow("aborted")
  const found = await sql<{ n: number }>`select n from public.last_words order by n`.execute(db.query)
  expect(found.rows.map(({ n }) => n)).toEqual([1, 2, 3, 4])
})

test.runIf(engineUnderTest === "pglite")("the thread of the embedded engine keeps no answer that it gave", async () => {
  const { Worker } = await import("node:worker_threads")
  const { prepareFolder } = await import("./pglite/folder.ts")
  const { findLeanPostgis } = await import("./pglite/lean-postgis.ts")
  const { findTemplate } = await import("./pglite/template.ts")
  const { temporaryFolder } = await import("../../../test/engines.ts")
  const folder = `${temporaryFolder()}/pglite`
  await prepareFolder(folder, await findTemplate())
  const postgis = await findLeanPostgis()
  expect(fs.statSync(postgis!).size).toBeLessThan(30_000_000)
  const thread = new Worker(new URL("./pglite/worker.ts", import.meta.url), { workerData: { folder, postgis } })
  expect(await once(thread, "message")).toEqual([{ kind: "ready" }])
  const text = Buffer.from("select repeat('x', 1000000)\0")
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + text.length)
  const ask = async () => {
    thread.postMessage({ bytes: new Uint8Array(Buffer.concat([Buffer.from("Q"), length, text])) })
    const [{ bytes }] = (await once(thread, "message")) as [{ bytes: Uint8Array }]
    expect(bytes.length).toBeGreaterThan(1_000_000)
  }
  await ask()
  const { used_heap_size: before } = await thread.getHeapStatistics()
  for (let i = 0; i < 20; i += 1) await ask()
  const { used_heap_size: after } = await thread.getHeapStatistics()
  expect(after - before).toBeLessThan(10_000_000)
  await thread.terminate()
})

test.runIf(engineUnderTest === "pglite")(
  "a batch that outruns its limit ends with its thread; what was committed stays",
  async () => {
    const { openPglite } = await import("./index.ts")
    const { temporaryFolder } = await import("../../../test/engines.ts")
    const limited = await openPglite({
      folder: `${temporaryFolder()}/pglite`,
      callTimeoutMs: 1_500,
      onDiskFailure: (reason) => {
        throw new Error(reason)
      },
    })
    await limited.pool.query("create table kept (id int)")
    await limited.pool.query("insert into kept values (1)")
    await expect(limited.pool.query("select count(*) from generate_series(1, 100000000000)")).rejects.toThrow(
      "PLATFORM_DATABASE_BUSY",
    )
    await expect
      .poll(async () => (await limited.pool.query("select * from kept").catch(() => ({ rows: [] }))).rows, { timeout: 20_000 })
      .toEqual([{ id: 1 }])
    expect(limited.stats().reopened).toBe(1)
    await limited.close()
  },
)

describe.runIf(engineUnderTest === "postgres")("the one server of a database", () => {
  const REGAINED = { timeout: 20_000 }
  const nobody = () => {
    throw new Error("nobody took it")
  }

  /** A way to the database that breaks as a network does: this side hears of it, the other does not. */
  async function breakableWay(database: string): Promise<{ url: string; cut(): void; mend(): void }> {
    const url = new URL(database)
    const port = Number(url.port)
    const sockets = new Set<net.Socket>()
    let isCut = false
    const way = net.createServer((near) => {
      if (isCut) return near.destroy()
      const far = net.connect(port, url.hostname)
      sockets.add(near)
      for (const socket of [near, far]) socket.on("error", () => {})
      near.pipe(far, { end: false }).pipe(near)
      afterAll(() => far.destroy())
    })
    way.listen(0, "127.0.0.1")
    await once(way, "listening")
    afterAll(() => way.close())
    url.port = String((way.address() as net.AddressInfo).port)
    return {
      url: url.href,
      cut: () => {
        isCut = true
        for (const socket of sockets) socket.destroy()
      },
      mend: () => {
        isCut = false
      },
    }
  }

  test("a second one is refused, and nobody gets a connection while the lock is lost", async () => {
    const database = await createEmptyDatabase()
    const way = await breakableWay(database)
    const first = await openOnlyPostgres(way.url, nobody)
    await expect(openOnlyPostgres(database, nobody)).rejects.toThrow("PLATFORM_DATABASE_IN_USE")
    way.cut()
    const ask = () =>
      first.pool.query("select 1").then(
        () => "answered",
        ({ code }: { code: string }) => code,
      )
    await expect.poll(ask, REGAINED).toBe("PLATFORM_DATABASE_BUSY")
    // The server still holds the lock for the session that broke, and gives it up for the one that follows.
    way.mend()
    await expect.poll(ask, REGAINED).toBe("answered")
    await expect(openOnlyPostgres(database, nobody)).rejects.toThrow("PLATFORM_DATABASE_IN_USE")
    await first.close()
    const second = await openOnlyPostgres(database, nobody)
    await second.close()
  })
})
