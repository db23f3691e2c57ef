import fs from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { sql } from "kysely"
import { afterAll, describe, expect, test } from "vitest"
import { openTestEngine, temporaryFolder } from "../../../test/engines.ts"
import { allMigrations } from "../../migrations.ts"
import { Database, dumpSchema, migrate } from "./index.ts"

const db = new Database(await openTestEngine())
afterAll(() => db.close())

const folder = temporaryFolder()
const source = { module: "trial", folder: pathToFileURL(`${folder}/`) }
const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text)

describe("migrations", () => {
  test("run once, in the order of their names, and a second start does nothing", async () => {
    write("209901010002_second.sql", "insert into trial.t values (2)")
    write("209901010001_first.sql", "create schema trial; create table trial.t (id int)")
    expect(await migrate(db, [...allMigrations, source])).toEqual(["209901010001_trial_first", "209901010002_trial_second"])
    expect(await migrate(db, [...allMigrations, source])).toEqual([])
    const found = await sql<{ n: number }>`select count(*) as n from trial.t`.execute(db.query)
    expect(found.rows[0]!.n).toBe(1)
  })
  test("one that fails leaves nothing of itself", async () => {
    write("209901010003_third.sql", "create table trial.half (id int); select 1 / 0")
    await expect(migrate(db, [...allMigrations, source])).rejects.toThrow("209901010003_trial_third failed")
    fs.rmSync(path.join(folder, "209901010003_third.sql"))
    expect((await sql<{ t: string | null }>`select to_regclass('trial.half')::text as t`.execute(db.query)).rows[0]!.t).toBeNull()
  })
  test("one that was changed after it ran is refused", async () => {
    write("209901010002_second.sql", "insert into trial.t values (3)")
    await expect(migrate(db, [...allMigrations, source])).rejects.toMatchObject({ code: "PLATFORM_MIGRATION_CHANGED" })
  })
  test("a database that a newer Holdfast wrote to is refused", async () => {
    await expect(migrate(db, allMigrations)).rejects.toMatchObject({ code: "PLATFORM_DATABASE_NEWER" })
  })
})

test("the schema is the one checked in (REGEN=1 writes it anew)", async () => {
  const fresh = new Database(await openTestEngine())
  const dump = await dumpSchema(fresh)
  await fresh.close()
  const file = new URL("../../../schema.sql", import.meta.url)
  if (process.env["REGEN"]) fs.writeFileSync(file, dump)
  expect(dump).toBe(fs.readFileSync(file, "utf8"))
})

test("no column takes its time from the machine", async () => {
  const fresh = new Database(await openTestEngine())
  const found = await sql<{ name: string }>`
    select format('%s.%s.%s', table_schema, table_name, column_name) as name
    from information_schema.columns
    where column_default ~* '(now\\(|current_|clock_timestamp|localtime)' and table_schema not in ('pg_catalog', 'information_schema', 'pgboss')`.execute(
    fresh.query,
  )
  await fresh.close()
  expect(found.rows).toEqual([])
})
