import { sql } from "kysely"
import { afterAll, expect, test } from "vitest"
import { openTestEngine } from "../../../test/engines.ts"
import { Database, insertBulk } from "./index.ts"

const engine = await openTestEngine()
const db = new Database(engine)
afterAll(() => db.close())

test.each([5_001, 301])("%i rows arrive exactly", async (count) => {
  await sql`drop table if exists public.bulk`.execute(db.query)
  await sql`create table public.bulk (id int8, n int4, at timestamptz(3), v float8)`.execute(db.query)
  const at = Date.UTC(2026, 6, 31, 3, 5, 0, 123)
  const rows = Array.from({ length: count }, (_, i) => i)
  const values = [0.1, -1e-7, 1e21, null, 5e-324, -0.5]
  const columns = [
    { name: "id", type: "int8", values: rows.map((i) => 2 ** 40 + i) },
    { name: "n", type: "int4", values: rows.map((i) => -i) },
    { name: "at", type: "timestamptz", values: rows.map((i) => at + i) },
    { name: "v", type: "float8", values: rows.map((i) => values[i % values.length]!) },
  ] as const
  await db.transaction((tx) => insertBulk(tx, engine, { table: "public.bulk", columns }))
  const found = await sql<Record<string, unknown>>`select id, n, at, v from public.bulk order by id`.execute(db.query)
  expect(found.rows).toEqual(rows.map((i) => ({ id: 2 ** 40 + i, n: 0 - i, at: new Date(at + i), v: values[i % values.length] })))
})

test("a transaction that fails afterwards leaves no row", async () => {
  const before = await sql<{ n: number }>`select count(*) as n from public.bulk`.execute(db.query)
  const columns = [{ name: "n", type: "int4", values: [1, 2, 3] }] as const
  await expect(
    db.transaction(async (tx) => {
      await insertBulk(tx, engine, { table: "public.bulk", columns })
      throw new Error("no")
    }),
  ).rejects.toThrow("no")
  expect((await sql<{ n: number }>`select count(*) as n from public.bulk`.execute(db.query)).rows).toEqual(before.rows)
})
