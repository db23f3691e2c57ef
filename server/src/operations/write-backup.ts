import { createHash } from "node:crypto"
import fs from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import path from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import type { Clock } from "@holdfast/kernel"
import type { Database } from "../platform/db/index.ts"
import { ManifestBuilder } from "./archive/manifest.ts"
import type { BackupBegin, BackupEnd, BackupRecord } from "./archive/records.ts"
import { seal } from "./archive/seal.ts"
import { noteBackup } from "./backup-history.ts"
import { copyDatabase } from "./copy-database.ts"
import { copyFiles, copyRoots } from "./copy-files.ts"
import { operationErrors } from "./errors.ts"

/** Speed before size: on the embedded database the city waits while its rows are read. */
const GZIP_LEVEL = 4

export interface BackupOptions {
  readonly db: Database
  readonly dataFolder: string
  readonly clock: Clock
  /** Where the backup goes; an absolute path that does not exist yet. */
  readonly file: string
  readonly passphrase: string
  readonly onProgress?: (table: string) => void
}

export interface BackupResult {
  readonly file: string
  readonly at: string
  readonly bytes: number
  readonly tables: number
  readonly rows: number
  readonly files: number
  /** Files in the folders of the city that are none of its own, by their names, and so are not in the backup. */
  readonly leftOut: readonly string[]
  /** Of the whole file as it lies on the disk. */
  readonly sha256: string
}

/**
 * Writes one encrypted file with everything of the city: the rows of every table as they were at one moment, photos, keys, and
 * roots. The name appears only when the file is complete and on the disk. Throws `CLI_BACKUP_EXISTS`, `CLI_BACKUP_UNWRITABLE`,
 * `CLI_PASSPHRASE_SHORT`.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupResult> {
  const { file } = options
  if (fs.existsSync(file)) throw operationErrors.BACKUP_EXISTS({ file })
  const unfinished = `${file}.unfinished`
  const hash = createHash("sha256")
  const seen: Seen = { leftOut: [] }
  let target: FileHandle | undefined
  try {
    // Open before anything can fail, so that whatever fails later finds the file and takes it away.
    target = await open(unfinished, "w", 0o600)
    await pipeline(
      Readable.from(lines(options, seen), { objectMode: false, highWaterMark: 1024 * 1024 }),
      createGzip({ level: GZIP_LEVEL }),
      seal(options.passphrase),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const bytes of source) {
          hash.update(bytes)
          yield bytes
        }
      },
      target.createWriteStream({ flush: true }),
    )
    if (fs.existsSync(file)) throw operationErrors.BACKUP_EXISTS({ file })
    fs.renameSync(unfinished, file)
    fsyncFolder(path.dirname(file))
  } catch (error) {
    await target?.close().catch(() => {})
    fs.rmSync(unfinished, { force: true })
    if (error instanceof Error && "syscall" in error)
      throw operationErrors.BACKUP_UNWRITABLE({ file, reason: error.message }, { cause: error })
    throw error
  }
  const { at } = seen.begin!
  const { tables, files } = seen.end!
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const result = {
    file,
    at,
    bytes: fs.statSync(file).size,
    tables: tables.length,
    rows,
    files: files.length,
    leftOut: seen.leftOut,
  }
  const noted = { ...result, sha256: hash.digest("hex") }
  noteBackup(options.dataFolder, noted)
  return noted
}

/** What the caller needs of what went by. */
interface Seen {
  begin?: BackupBegin
  end?: BackupEnd
  readonly leftOut: string[]
}

async function* lines(options: BackupOptions, seen: Seen): AsyncGenerator<Buffer> {
  const manifest = new ManifestBuilder()
  for await (const record of records(options, seen)) {
    if (record.kind === "begin") seen.begin = record
    if (record.kind === "table") options.onProgress?.(record.name)
    const line = `${JSON.stringify(record)}\n`
    manifest.add(record, line)
    yield Buffer.from(line)
  }
  seen.end = manifest.end()
  yield Buffer.from(`${JSON.stringify(seen.end)}\n`)
}

async function* records({ db, clock, dataFolder }: BackupOptions, { leftOut }: Seen): AsyncGenerator<BackupRecord> {
  const rootsFile = path.join(dataFolder, "log-roots.jsonl")
  const roots = fs.existsSync(rootsFile) ? fs.readFileSync(rootsFile) : Buffer.alloc(0)
  yield* copyDatabase(db, clock)
  yield* copyRoots(roots)
  yield* copyFiles(dataFolder, (file) => void leftOut.push(file))
}

/** The new name in the folder must be on the disk too; Windows does that by itself and cannot open a folder. */
export function fsyncFolder(folder: string): void {
  if (process.platform === "win32") return
  const opened = fs.openSync(folder, "r")
  try {
    fs.fsyncSync(opened)
  } finally {
    fs.closeSync(opened)
  }
}
