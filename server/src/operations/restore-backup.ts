import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { AppError, type Clock, systemClock } from "@holdfast/kernel"
import { allMigrations } from "../migrations.ts"
import { MemoryBus } from "../platform/bus/index.ts"
import { Database, type Engine, type MigrationSource, migrate } from "../platform/db/index.ts"
import { endAllSessions } from "../platform/identity/index.ts"
import { readRoots, type Verification, verifyLog } from "../platform/log/index.ts"
import { World } from "../platform/world/index.ts"
import type { BackupBegin, BackupEnd } from "./archive/records.ts"
import { operationErrors } from "./errors.ts"
import { assertKnown, migrationsOfThatTime } from "./known-migrations.ts"
import { loadBackup } from "./load-backup.ts"
import { openEmbedded } from "./open-database.ts"
import { inspectBackup } from "./read-backup.ts"
import { dropSchemas } from "./store/load.ts"
import { listSchemas } from "./store/tables.ts"
import { fsyncFolder } from "./write-backup.ts"

/** What of a data folder a restore brings. The settings, the certificate, and the application's log stay as they are. */
const PARTS = ["pglite", "keys", "blobs", "log-roots.jsonl"]
const STAGING = "restoring"

export interface RestoreOptions {
  readonly file: string
  readonly passphrase: string
  readonly migrations: readonly MigrationSource[]
  readonly clock: Clock
  readonly onProgress?: (table: string) => void
}

export interface RestoreResult {
  /** When the backup was made. */
  readonly at: string
  readonly engine: BackupBegin["engine"]
  readonly tables: number
  readonly rows: number
  readonly files: number
  /** Bodies of the log whose retention ended since the backup was made; they were erased again. */
  readonly erased: number
  /** Sessions that were open when the backup was made. Some were ended since, so all are ended: everybody signs in again. */
  readonly endedSessions: number
  readonly log: Pick<Verification, "valid" | "entries" | "faults">
}

/**
 * Restores into an empty data folder, whose lock the caller holds, and an empty database. Everything is made beside its place
 * and moved there at the end, so that a restore that fails leaves nothing. Before the city opens, what was to be forgotten since
 * the backup is forgotten, and every session is ended. Throws `CLI_RESTORE_NOT_EMPTY`, `CLI_BACKUP_NEWER`, `CLI_RESTORE_FAILED`, and what reading throws.
 *
 * @param openEngine opens the database to restore into; an embedded one belongs into the given folder
 */
export async function restoreBackup(
  options: RestoreOptions & { readonly dataFolder: string; readonly openEngine: (folder: string) => Promise<Engine> },
): Promise<RestoreResult> {
  const { dataFolder } = options
  const taken = PARTS.find((part) => fs.existsSync(path.join(dataFolder, part)))
  if (taken) throw operationErrors.RESTORE_NOT_EMPTY({ place: path.join(dataFolder, taken) })
  const { begin, end } = await inspectBackup(options.file, options.passphrase)
  assertKnown(begin.migrations, options.migrations)
  const staging = path.join(dataFolder, STAGING)
  fs.rmSync(staging, { recursive: true, force: true })
  fs.mkdirSync(staging, { mode: 0o700 })
  try {
    const engine = await options.openEngine(staging)
    const result = await rebuild(options, { begin, end, engine, folder: staging })
    for (const part of PARTS.filter((name) => fs.existsSync(path.join(staging, name))))
      fs.renameSync(path.join(staging, part), path.join(dataFolder, part))
    fsyncFolder(dataFolder)
    return result
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
  }
}

/** Restores into a throw-away embedded database, reads the log there, and leaves nothing behind. Throws what `restoreBackup` does,
 * and `CLI_CHECK_NO_ROOM`. */
export async function checkBackup(
  given: Pick<RestoreOptions, "file" | "passphrase" | "onProgress"> & Partial<RestoreOptions>,
): Promise<RestoreResult> {
  const options = { migrations: allMigrations, clock: systemClock, ...given }
  const { begin, end } = await inspectBackup(options.file, options.passphrase)
  assertKnown(begin.migrations, options.migrations)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-check-"))
  try {
    return await rebuild(options, { begin, end, engine: await openEmbedded(folder), folder })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "PLATFORM_DATA_FOLDER_UNUSABLE") throw error
    throw operationErrors.CHECK_NO_ROOM({ folder: os.tmpdir(), reason: String(error.values["reason"]) }, { cause: error })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Fills an empty engine and folder, forgets, and verifies. Closes the engine. */
async function rebuild(
  options: RestoreOptions,
  { begin, end, engine, folder }: { begin: BackupBegin; end: BackupEnd; engine: Engine; folder: string },
): Promise<RestoreResult> {
  await assertEmpty(engine)
  try {
    const then = migrationsOfThatTime(begin.migrations, options.migrations, path.join(folder, "migrations"))
    const db = new Database(engine)
    await migrate(db, then)
    await loadBackup({ ...options, db, folder, manifest: end })
    const { clock, migrations } = options
    const bus = new MemoryBus(() => {})
    const world = await World.open({ kind: "live", engine, clock, wall: clock, bus, dataFolder: folder, migrations })
    const endedSessions = await endAllSessions(world)
    const erased = await world.log.forget(clock.now())
    await world.log.drain()
    world.log.roots.flush()
    const { publicKey } = world.log.roots
    const { roots } = readRoots(path.join(folder, "log-roots.jsonl"))
    const log = await verifyLog(world.db, { roots, publicKey })
    await world.close()
    const rows = end.tables.reduce((sum, table) => sum + table.rows, 0)
    const found = { valid: log.valid, entries: log.entries, faults: log.faults }
    const counts = { tables: end.tables.length, rows, files: end.files.length }
    return { at: begin.at, engine: begin.engine, ...counts, erased, endedSessions, log: found }
  } catch (error) {
    await clear(engine).catch(() => {})
    await engine.close().catch(() => {})
    if (error instanceof AppError) throw error
    throw operationErrors.RESTORE_FAILED({ reason: (error as Error).message }, { cause: error })
  }
}

/** A database that some city is in, even an empty one, is not written into. */
async function assertEmpty(engine: Engine): Promise<void> {
  const client = await engine.pool.connect()
  const schemas = await listSchemas(client).finally(() => client.release())
  if (schemas.length === 0) return
  await engine.close()
  throw operationErrors.RESTORE_NOT_EMPTY({ place: schemas.join(", ") })
}

/** The database was empty before, so all of our schemas in it are from this attempt. */
async function clear(engine: Engine): Promise<void> {
  const client = await engine.pool.connect()
  try {
    await dropSchemas(client, await listSchemas(client))
  } finally {
    client.release()
  }
}
