import fs from "node:fs"
import path from "node:path"
import { newId, systemClock } from "@holdfast/kernel"
import { sql } from "kysely"
import { describe, expect, test, vi } from "vitest"
import { createEmptyDatabase, engineUnderTest, temporaryFolder } from "../../test/engines.ts"
import { openTestWorld } from "../../test/worlds.ts"
import { allMigrations } from "../migrations.ts"
import { startSense } from "../modules/sense/index.ts"
import { MemoryBus } from "../platform/bus/index.ts"
import { Database, openPglite, openPostgres, readMigrations } from "../platform/db/index.ts"
import { initCity, readCity } from "../platform/identity/index.ts"
import { World } from "../platform/world/index.ts"
import { listBackups } from "./backup-history.ts"
import { migrationsOfThatTime } from "./known-migrations.ts"
import { checkBackup, restoreBackup } from "./restore-backup.ts"
import { readRows, setPlainText } from "./store/rows.ts"
import { listTables } from "./store/tables.ts"
import { writeBackup } from "./write-backup.ts"

// Each restore makes a whole database; on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 })

const passphrase = "correct horse battery staple"
const { world, clock } = await openTestWorld()
const folder = temporaryFolder()
const file = path.join(folder, "city.holdfast")

async function write(text: string, retention: "staff-action" | "request-contact"): Promise<void> {
  await world.transact(async (tx) => {
    const id = newId()
    await sql`insert into respond.journal_note (id, at, role, text) values (${id}::uuid, ${tx.now}, 'duty-officer', ${text})`.execute(
      tx.db,
    )
    tx.record({ module: "respond", verb: "note", record: id, actor: { role: "duty-officer" }, retention, body: { text } })
  })
}

/** All rows of all tables, as text, so that two databases can be compared whichever engine they are on. */
async function contents(db: Database, without: readonly string[] = []): Promise<Record<string, string[]>> {
  const client = await db.connection()
  try {
    await client.query("begin")
    await setPlainText(client)
    const found: Record<string, string[]> = {}
    for (const table of await listTables(client)) {
      if (without.includes(table.name)) continue
      found[table.name] = []
      for await (const rows of readRows(client, table)) found[table.name]!.push(...rows.map((row) => JSON.stringify(row)))
      found[table.name]!.sort()
    }
    return found
  } finally {
    await client.query("rollback")
    client.release()
  }
}

const embedded = (target: string) => openPglite({ folder: path.join(target, "pglite"), onDiskFailure: fail })

function fail(reason: unknown): never {
  throw new Error(String(reason))
}

const { account } = await initCity(world, { name: { "zh-CN": "临江市", en: "Linjiang" }, admin: "wang" })
await sql`insert into identity.session (id, token_hash, account, created_at, seen_at, expires_at)
  values (${newId()}::uuid, ${Buffer.alloc(32, 1)}, ${account}, ${clock.now()}, ${clock.now()}, ${new Date("2030-01-01")})`.execute(
  world.db.query,
)
/** What a restore ends, so it is in no copy. */
const sessions = ["identity.session"]

// A night with bodies that were lawfully erased, words that break lines of text, and photos.
for (let i = 0; i < 1_200; i += 50) {
  await write(`water in cell ${i}\u2028第二行\n"quoted" \\ back`, i % 100 === 0 ? "request-contact" : "staff-action")
}
// Measurements lie in partitions, which no migration makes.
const rainGauge = {
  id: "rain-1",
  kind: "rain-gauge" as const,
  name: { "zh-CN": "一号雨量站", en: "Rain gauge 1" },
  at: [118.3, 30.5] as [number, number],
  area: { id: "linjiang", name: { "zh-CN": "临江市", en: "Linjiang" } },
  datastreams: [{ id: "rain-1-rainfall", property: "rainfall" }],
}
const rainfall = {
  id: "rainfall",
  name: { "zh-CN": "雨量", en: "Rain" },
  unit: "mm",
  result: "number" as const,
  subject: "place" as const,
}
const sense = await startSense({ world, rules: [], properties: [rainfall], areaOf: () => rainGauge.area, onError: fail })
await sense.createStations([rainGauge])
const now = clock.now()
await sense.ingest([{ datastream: "rain-1-rainfall", phenomenonTime: now, resultTime: now, result: 12.5 }])
await sense.stop()
await world.log.drain()
clock.advanceByMs(31 * 86_400_000)
await world.log.forget(clock.now())
await write("after the erasure", "request-contact")
await world.log.drain()
world.log.roots.flush()
fs.mkdirSync(path.join(world.dataFolder, "blobs", "ab"), { recursive: true })
fs.writeFileSync(path.join(world.dataFolder, "blobs", "ab", "abcdef.webp"), Buffer.alloc(500_000, 7))
// What an editor leaves beside a key is none of ours.
fs.writeFileSync(path.join(world.dataFolder, "keys", "second-factor.key~"), "left by an editor")
const result = await writeBackup({ db: world.db, dataFolder: world.dataFolder, clock, file, passphrase })
const options = { file, passphrase, migrations: allMigrations, clock }

describe("a backup", () => {
  test("is one complete file that is remembered, and overwrites nothing", async () => {
    expect(result).toMatchObject({ file, at: clock.now().toISOString(), bytes: fs.statSync(file).size })
    expect([result.files, result.leftOut]).toEqual([4, ["keys/second-factor.key~"]])
    expect(fs.readdirSync(folder)).toEqual(["city.holdfast"])
    expect(listBackups(world.dataFolder)).toMatchObject([{ file, sha256: result.sha256 }])
    const again = writeBackup({ db: world.db, dataFolder: world.dataFolder, clock, file, passphrase })
    await expect(again).rejects.toMatchObject({ code: "CLI_BACKUP_EXISTS" })
  })

  test("shows nothing to who has no passphrase", () => {
    const bytes = fs.readFileSync(file).toString("latin1")
    expect(bytes).not.toMatch(/journal_note|duty-officer|PRIVATE KEY/)
  })

  test("needs a passphrase that is not guessed, and a folder", async () => {
    const base = { db: world.db, dataFolder: world.dataFolder, clock, file: path.join(folder, "other") }
    await expect(writeBackup({ ...base, passphrase: "short" })).rejects.toMatchObject({ code: "CLI_PASSPHRASE_SHORT" })
    const nowhere = writeBackup({ ...base, file: path.join(folder, "none", "x"), passphrase })
    await expect(nowhere).rejects.toMatchObject({ code: "CLI_BACKUP_UNWRITABLE" })
    expect(fs.readdirSync(folder)).toEqual(["city.holdfast"])
  })
})

test("rows that are pictures of megabytes are read a few at a time, small ones many", async () => {
  const client = await world.db.connection()
  try {
    await client.query("begin")
    await setPlainText(client)
    await client.query(
      `insert into sense.layer (id, name_zh, name_en, kind, attribution, licence) values ('radar', '雷达', 'Radar', 'image', 'x', 'CC0')`,
    )
    await client.query(
      `insert into sense.layer_frame (id, layer_id, valid_at, received_at, media_type, content, hash)
       select gen_random_uuid(), 'radar', now() + i * interval '1 minute', now(), 'image/png', $1::bytea, sha256(i::text::bytea)
       from generate_series(1, 20) i`,
      [Buffer.alloc(1_000_000, 7)],
    )
    const tables = await listTables(client)
    const pages = async (name: string) =>
      (await Array.fromAsync(readRows(client, tables.find((table) => table.name === name)!))).map((rows) => rows.length)
    expect(await pages("sense.layer_frame")).toEqual([8, 8, 4])
    expect(await pages("respond.journal_note")).toEqual([25])
  } finally {
    await client.query("rollback")
    client.release()
  }
})

describe("a restore", () => {
  test("brings back every row, file, key, and erasure, and the log verifies", async () => {
    const target = temporaryFolder()
    const restored = await restoreBackup({ ...options, dataFolder: target, openEngine: embedded })
    expect(restored).toMatchObject({ rows: result.rows, files: 4, erased: 0, log: { valid: true, faults: [] } })
    expect(fs.readdirSync(target).toSorted()).toEqual(["blobs", "keys", "log-roots.jsonl", "pglite"])
    for (const name of ["blobs/ab/abcdef.webp", "keys/log-signing.pem", "keys/second-factor.key"])
      expect(fs.readFileSync(path.join(target, name))).toEqual(fs.readFileSync(path.join(world.dataFolder, name)))
    const db = new Database(await embedded(target))
    expect(await contents(db, sessions)).toEqual(await contents(world.db, sessions))
    const next = await sql<{ id: number }>`
      insert into log.header (at, module, verb, record_ref, edge, actor_role_ref, commitment)
      values (${clock.now()}, 'log', 'test', ${newId()}::uuid, 'none', 'system', '')
      returning id`.execute(db.query)
    expect(next.rows[0]!.id).toBeGreaterThan(restored.log.entries)
    await expect(sql`delete from log.header where seq = 1`.execute(db.query)).rejects.toThrow("append-only")
    await db.close()
  })

  test.skipIf(engineUnderTest !== "postgres")(
    "goes from PostgreSQL to PostgreSQL, and back from the embedded database",
    async () => {
      const target = temporaryFolder()
      const url = await createEmptyDatabase()
      await restoreBackup({ ...options, dataFolder: target, openEngine: () => openPostgres(url) })
      const db = new Database(await openPostgres(url))
      expect(await contents(db, sessions)).toEqual(await contents(world.db, sessions))
      await db.close()
      const full = restoreBackup({ ...options, dataFolder: temporaryFolder(), openEngine: () => openPostgres(url) })
      await expect(full).rejects.toMatchObject({ code: "CLI_RESTORE_NOT_EMPTY" })

      const small = temporaryFolder()
      await restoreBackup({ ...options, dataFolder: small, openEngine: embedded })
      const between = path.join(temporaryFolder(), "between.holdfast")
      const embeddedCity = new Database(await embedded(small))
      await writeBackup({ db: embeddedCity, dataFolder: small, clock, file: between, passphrase })
      await embeddedCity.close()
      const back = await createEmptyDatabase()
      const openEngine = () => openPostgres(back)
      await restoreBackup({ ...options, file: between, dataFolder: temporaryFolder(), openEngine })
      const moved = new Database(await openPostgres(back))
      expect(await contents(moved, sessions)).toEqual(await contents(world.db, sessions))
      await moved.close()
    },
  )

  test("forgets what was to be forgotten since, before anybody can read it", async () => {
    const target = temporaryFolder()
    const later = { now: () => new Date(clock.now().getTime() + 31 * 86_400_000) }
    const restored = await restoreBackup({ ...options, clock: later, dataFolder: target, openEngine: embedded })
    expect(restored).toMatchObject({ erased: 1, log: { valid: true } })
  })

  test("ends every session: one that was ended since the backup must not open again", async () => {
    const target = temporaryFolder()
    const restored = await restoreBackup({ ...options, dataFolder: target, openEngine: embedded })
    expect(restored).toMatchObject({ endedSessions: 1, log: { valid: true } })
    const db = new Database(await embedded(target))
    const left = await sql<{ account: string; sessions: number }>`
      select a.id as account, (select count(*)::int from identity.session) as sessions from identity.account a`.execute(db.query)
    expect(left.rows).toEqual([{ account, sessions: 0 }])
    await db.close()
  })

  test("of an older schema is brought forward, rows and all", async () => {
    const all = readMigrations(allMigrations)
    // Not those that the log itself stands on: this code could not write into such a city.
    const newest = all.filter(({ name }) => !/_(platform|log|identity)_/.test(name)).slice(-2)
    const then = all.filter(({ name }) => !newest.some((one) => one.name === name))
    const migrations = migrationsOfThatTime(then, allMigrations, temporaryFolder())
    const dataFolder = temporaryFolder()
    const engine = await embedded(dataFolder)
    const old = await World.open({ kind: "live", engine, clock, wall: clock, bus: new MemoryBus(fail), dataFolder, migrations })
    await initCity(old, { name: { "zh-CN": "旧城", en: "Old town" }, admin: "li" })
    await old.log.drain()
    old.log.roots.flush()
    const oldFile = path.join(temporaryFolder(), "old.holdfast")
    const backup = await writeBackup({ db: old.db, dataFolder, clock, file: oldFile, passphrase })
    await old.close()

    expect(await checkBackup({ ...options, file: oldFile })).toMatchObject({ rows: backup.rows, log: { valid: true } })
    const target = temporaryFolder()
    await restoreBackup({ ...options, file: oldFile, dataFolder: target, openEngine: embedded })
    const db = new Database(await embedded(target))
    const applied = await sql<{ name: string }>`select name from platform.migration order by name`.execute(db.query)
    expect(applied.rows.map(({ name }) => name)).toEqual(all.map(({ name }) => name))
    expect((await readCity(db.query))?.name.en).toBe("Old town")
    await db.close()
  })

  test("is refused where a city is already, and leaves that as it was", async () => {
    const before = fs.readdirSync(world.dataFolder).toSorted()
    const refused = restoreBackup({ ...options, dataFolder: world.dataFolder, openEngine: embedded })
    await expect(refused).rejects.toMatchObject({ code: "CLI_RESTORE_NOT_EMPTY" })
    expect(fs.readdirSync(world.dataFolder).toSorted()).toEqual(before)
  })

  test("that fails leaves an empty folder", async () => {
    const target = temporaryFolder()
    const wrong = restoreBackup({ ...options, passphrase: `${passphrase}!`, dataFolder: target, openEngine: embedded })
    await expect(wrong).rejects.toMatchObject({ code: "CLI_PASSPHRASE_WRONG" })
    const old = restoreBackup({ ...options, migrations: allMigrations.slice(0, 1), dataFolder: target, openEngine: embedded })
    await expect(old).rejects.toMatchObject({ code: "CLI_BACKUP_NEWER" })
    expect(fs.readdirSync(target)).toEqual([])
  })
})

describe("a check", () => {
  test("restores for a trial and reads the log", async () => {
    expect(await checkBackup({ ...options, clock })).toMatchObject({ rows: result.rows, log: { valid: true } })
  })

  test("finds a wrong passphrase, a file that was cut anywhere, and a single byte that changed", async () => {
    const whole = fs.readFileSync(file)
    const damaged = path.join(temporaryFolder(), "damaged.holdfast")
    const codeOf = async (bytes: Buffer, words = passphrase) => {
      fs.writeFileSync(damaged, bytes)
      return checkBackup({ ...options, file: damaged, passphrase: words, clock: systemClock }).then(
        () => "none",
        (error: { code: string }) => error.code,
      )
    }
    expect(await codeOf(whole, "not the same words")).toBe("CLI_PASSPHRASE_WRONG")
    for (const length of [whole.length - 1, whole.length - 40, 600])
      expect([length, await codeOf(whole.subarray(0, length))]).toEqual([length, "CLI_BACKUP_DAMAGED"])
    for (const length of [0, 10, 100]) expect(await codeOf(whole.subarray(0, length))).toBe("CLI_BACKUP_FOREIGN")
    for (const at of [whole.length - 1, whole.length >> 1, 400]) {
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 1
      expect([at, await codeOf(flipped)]).toEqual([at, "CLI_BACKUP_DAMAGED"])
    }
    expect(await codeOf(Buffer.concat([whole, Buffer.from("more")]))).toBe("CLI_BACKUP_DAMAGED")
    expect(await codeOf(Buffer.from("somebody's letter"))).toBe("CLI_BACKUP_FOREIGN")
  })
})
