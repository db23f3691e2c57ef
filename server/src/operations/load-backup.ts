import fs from "node:fs"
import path from "node:path"
import type { PoolClient } from "pg"
import type { Database } from "../platform/db/index.ts"
import type { BackupBegin, BackupEnd } from "./archive/records.ts"
import { backwardKeys } from "./domain/table-order.ts"
import { operationErrors } from "./errors.ts"
import { readBackup } from "./read-backup.ts"
import { beginLoad, endLoad, setSequence } from "./store/load.ts"
import { countRows, insertRows } from "./store/rows.ts"
import { ensurePartition, listForeignKeys, type Table } from "./store/tables.ts"

export interface LoadOptions {
  readonly file: string
  readonly passphrase: string
  /** Migrated to the backup's own schema, and empty. */
  readonly db: Database
  /** Takes the files beside the database. */
  readonly folder: string
  readonly manifest: BackupEnd
  readonly onProgress?: (table: string) => void
}

/** Puts the rows and files of a backup where they belong, all rows in one transaction, and counts them there. */
export async function loadBackup(options: LoadOptions): Promise<BackupBegin> {
  const client = await options.db.connection()
  try {
    await client.query("begin")
    await client.query("set local statement_timeout = 0")
    const begin = await loadRecords(client, options)
    for (const { name, rows } of options.manifest.tables) {
      const found = await countRows(client, name)
      if (found !== rows) throw operationErrors.RESTORE_FAILED({ reason: `${name}: ${found} ≠ ${rows}` })
    }
    await client.query("commit")
    return begin
  } catch (error) {
    await client.query("rollback").catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function loadRecords(client: PoolClient, options: LoadOptions): Promise<BackupBegin> {
  const order = options.manifest.tables.map(({ name }) => name)
  const late = backwardKeys(order, await listForeignKeys(client))
  await beginLoad(client, order, late)
  const files = new FileWriter(options.folder)
  let begin: BackupBegin | undefined
  let table: Table | undefined
  try {
    for await (const record of readBackup(options.file, options.passphrase)) {
      if (record.kind === "begin") begin = record
      else if (record.kind === "table") {
        table = record
        for (const partition of record.partitions) await ensurePartition(client, record.name, partition)
        options.onProgress?.(record.name)
      } else if (record.kind === "rows" && table) await insertRows(client, table, record.rows)
      else if (record.kind === "sequences") for (const sequence of record.values) await setSequence(client, sequence)
      else if (record.kind === "file") files.begin(record.path)
      else if (record.kind === "piece") files.write(Buffer.from(record.base64, "base64"))
    }
  } finally {
    files.end()
  }
  await endLoad(client, order, late)
  return begin!
}

/** Writes one file after the other, each on the disk before the next begins. Only the owner may read them: some are keys. */
class FileWriter {
  readonly #folder: string
  #file: number | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  begin(name: string): void {
    this.end()
    const target = path.join(this.#folder, name)
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    this.#file = fs.openSync(target, "wx", 0o600)
  }

  write(bytes: Buffer): void {
    if (this.#file !== undefined) fs.writeSync(this.#file, bytes)
  }

  end(): void {
    if (this.#file === undefined) return
    fs.fsyncSync(this.#file)
    fs.closeSync(this.#file)
    this.#file = undefined
  }
}
