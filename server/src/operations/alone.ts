import { systemClock } from "@holdfast/kernel"
import { allMigrations } from "../migrations.ts"
import type { Settings } from "../platform/config/index.ts"
import { Database } from "../platform/db/index.ts"
import { FolderLock } from "../platform/lock/index.ts"
import { type DatabaseFacts, readDatabaseFacts } from "./database-facts.ts"
import { operationErrors } from "./errors.ts"
import { hasDatabase, openDatabase } from "./open-database.ts"
import { type RestoreResult, restoreBackup } from "./restore-backup.ts"
import { type BackupResult, writeBackup } from "./write-backup.ts"

/**
 * What the command line does on a data folder whose server does not run. Nothing here brings the schema up to date: a backup
 * before an upgrade must be one of the city as the earlier Holdfast left it.
 */
interface Sealed {
  readonly file: string
  readonly passphrase: string
  readonly onProgress: (table: string) => void
}

/** Throws `CLI_BACKUP_NOTHING` where there is no city, and what `writeBackup` throws. */
export async function backUpAlone(settings: Settings, options: Sealed): Promise<BackupResult> {
  const dataFolder = settings.HOLDFAST_DATA
  const result = await withDatabase(settings, (db) => writeBackup({ ...options, db, dataFolder, clock: systemClock }))
  if (!result) throw operationErrors.BACKUP_NOTHING({ folder: dataFolder })
  return result
}

/** The facts of the database; undefined where none was made yet. */
export function readFactsAlone(settings: Settings, readLog: boolean): Promise<DatabaseFacts | undefined> {
  return withDatabase(settings, (db) => readDatabaseFacts({ db, dataFolder: settings.HOLDFAST_DATA, readLog }))
}

/** Restores into the data folder and the database of the settings. */
export async function restoreAlone(settings: Settings, options: Sealed): Promise<RestoreResult> {
  const dataFolder = settings.HOLDFAST_DATA
  const lock = FolderLock.acquire(dataFolder)
  try {
    const openEngine = (folder: string) => openDatabase(settings, folder)
    return await restoreBackup({ ...options, dataFolder, openEngine, migrations: allMigrations, clock: systemClock })
  } finally {
    lock.release()
  }
}

async function withDatabase<T>(settings: Settings, body: (db: Database) => Promise<T>): Promise<T | undefined> {
  const folder = settings.HOLDFAST_DATA
  if (!hasDatabase(settings, folder)) return undefined
  const lock = FolderLock.acquire(folder)
  try {
    const db = new Database(await openDatabase(settings, folder))
    try {
      return await body(db)
    } finally {
      await db.close()
    }
  } finally {
    lock.release()
  }
}
