import { sql } from "kysely"
import { afterAll, describe, expect, test } from "vitest"
import { engineUnderTest, openTestEngine } from "../../../test/engines.ts"
import { Database } from "./index.ts"

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
