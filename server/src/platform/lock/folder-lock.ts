import fs from "node:fs"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { platformErrors } from "../errors.ts"

/**
 * Holds the data folder for this process. The lock is SQLite's, because the system releases it however the process ends and it
 * works alike on Linux, macOS, and Windows; Node has no file lock of its own.
 */
export class FolderLock {
  readonly #database: DatabaseSync

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  static acquire(folder: string): FolderLock {
    const database = open(folder)
    try {
      database.exec("pragma busy_timeout = 0; pragma journal_mode = delete; begin exclusive")
    } catch (error) {
      database.close()
      if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw platformErrors.DATA_FOLDER_IN_USE({ folder })
      throw platformErrors.DATA_FOLDER_UNUSABLE({ folder, reason: (error as Error).message })
    }
    return new FolderLock(database)
  }

  release(): void {
    this.#database.close()
  }
}

const SQLITE_BUSY = 5

function open(folder: string): DatabaseSync {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    return new DatabaseSync(path.join(folder, "holdfast.lock"))
  } catch (error) {
    throw platformErrors.DATA_FOLDER_UNUSABLE({ folder, reason: (error as Error).message }, { cause: error })
  }
}
