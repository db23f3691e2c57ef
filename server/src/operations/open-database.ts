import fs from "node:fs"
import path from "node:path"
import type { Settings } from "../platform/config/index.ts"
import { type Engine, openPglite, openPostgres } from "../platform/db/index.ts"
import { platformErrors } from "../platform/errors.ts"

/** Filling a database takes longer than any statement of a running city may. */
const CALL_TIMEOUT_MS = 30 * 60_000

/** Opens or makes the embedded database of a folder whose lock the caller holds. Runs no migration. */
export function openEmbedded(folder: string): Promise<Engine> {
  return openPglite({
    folder: path.join(folder, "pglite"),
    callTimeoutMs: CALL_TIMEOUT_MS,
    // Thrown from the database's thread, this ends the process of the command, which is all that is left to do.
    onDiskFailure: (reason) => {
      throw platformErrors.DATA_FOLDER_UNUSABLE({ folder, reason })
    },
  })
}

/** The database that the settings name, as it is: no migration runs. */
export function openDatabase(settings: Pick<Settings, "HOLDFAST_DATABASE_URL">, folder: string): Promise<Engine> {
  return settings.HOLDFAST_DATABASE_URL ? openPostgres(settings.HOLDFAST_DATABASE_URL) : openEmbedded(folder)
}

/** Whether there is a database to look at: an embedded one is only made by a start or a restore. */
export function hasDatabase(settings: Pick<Settings, "HOLDFAST_DATABASE_URL">, folder: string): boolean {
  return settings.HOLDFAST_DATABASE_URL !== undefined || fs.existsSync(path.join(folder, "pglite"))
}
