import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import { expect, test } from "vitest"
import { engineUnderTest } from "../../test/engines.ts"
import { openTestWorld } from "../../test/worlds.ts"
import { allMigrations } from "../migrations.ts"
import { noteBackup } from "./backup-history.ts"
import { checkUpgrade } from "./check-upgrade.ts"
import { databaseFactsCommand } from "./commands.ts"
import { type DatabaseFacts, readDatabaseFacts } from "./database-facts.ts"

const { world, clock } = await openTestWorld()
const options = { db: world.db, dataFolder: world.dataFolder, readLog: true }

test("a database tells what it is and whether its log is whole", async () => {
  await world.transact(async (tx) => {
    tx.record({ module: "log", verb: "test", record: newId(), actor: { role: "system" }, retention: "permanent", body: {} })
  })
  const facts = (await databaseFactsCommand.run(world, { readLog: true }, () => {})) as unknown as DatabaseFacts
  expect(facts).toMatchObject({ engine: engineUnderTest, city: null, log: { entries: 1, faults: 0 } })
  expect(facts.postgis).toMatch(/^3\./)
  expect(facts.bytes).toBeGreaterThan(1_000_000)
  expect(facts.log!.newestAt).toBe(clock.now().toISOString())
  await sql`update log.body set body = '{"changed":true}'`.execute(world.db.query)
  expect((await readDatabaseFacts(options)).log!.faults).toBe(1)
  expect((await readDatabaseFacts({ ...options, readLog: false })).log!.faults).toBeNull()
})

test("an upgrade is told before it happens, and wants a backup of today", async () => {
  const facts = await readDatabaseFacts(options)
  const { dataFolder } = world
  const now = clock.now()
  const [newest] = facts.migrations.slice(-1)
  const older = { ...facts, migrations: facts.migrations.slice(0, -1) }
  expect(checkUpgrade({ facts, dataFolder, now })).toMatchObject({ ready: true, due: [], backupHours: null })
  expect(checkUpgrade({ facts: older, dataFolder, now })).toMatchObject({
    ready: false,
    due: [newest!.name],
    backupNeeded: true,
  })
  const hour = 3_600_000
  noteBackup(dataFolder, { at: new Date(now.getTime() - 2 * hour).toISOString(), file: "/b", bytes: 1, sha256: "" })
  expect(checkUpgrade({ facts: older, dataFolder, now })).toMatchObject({ ready: true, backupHours: 2 })
  expect(checkUpgrade({ facts: older, dataFolder, now: new Date(now.getTime() + 23 * hour) }).ready).toBe(false)
  expect(checkUpgrade({ facts: undefined, dataFolder, now })).toMatchObject({ ready: true, city: false })
})

test("a database of a newer or changed Holdfast is told", async () => {
  const facts = await readDatabaseFacts(options)
  const { dataFolder } = world
  const check = (migrations: DatabaseFacts["migrations"]) =>
    checkUpgrade({ facts: { ...facts, migrations }, dataFolder, now: clock.now(), migrations: allMigrations })
  const strange = { name: "209901010000_log_future", checksum: "0" }
  expect(check([...facts.migrations, strange])).toMatchObject({ ready: false, newer: [strange.name] })
  const [first, ...rest] = facts.migrations
  expect(check([{ ...first!, checksum: "0" }, ...rest])).toMatchObject({ ready: false, changed: [first!.name] })
})
