import { createHash, type Hash } from "node:crypto"
import type { BackupEnd, BackupRecord } from "./records.ts"

interface OpenPart {
  readonly name: string
  readonly hash: Hash
  count: number
}

/** Counts and hashes the records as they pass, the same way when writing and when reading. */
export class ManifestBuilder {
  readonly #all = createHash("sha256")
  readonly #tables: BackupEnd["tables"] = []
  readonly #files: BackupEnd["files"] = []
  #table: OpenPart | undefined
  #file: OpenPart | undefined

  /** Takes the next record together with its line. */
  add(record: BackupRecord, line: string): void {
    this.#all.update(line)
    if (record.kind === "rows" && this.#table) {
      this.#table.count += record.rows.length
      this.#table.hash.update(line)
      return
    }
    if (record.kind === "piece" && this.#file) {
      const bytes = Buffer.from(record.base64, "base64")
      this.#file.count += bytes.length
      this.#file.hash.update(bytes)
      return
    }
    this.#close()
    if (record.kind === "table") this.#table = { name: record.name, hash: createHash("sha256"), count: 0 }
    if (record.kind === "file") this.#file = { name: record.path, hash: createHash("sha256"), count: 0 }
  }

  /** The last record. Nothing may be added afterwards. */
  end(): BackupEnd {
    this.#close()
    return { kind: "end", tables: this.#tables, files: this.#files, sha256: this.#all.digest("hex") }
  }

  #close(): void {
    if (this.#table)
      this.#tables.push({ name: this.#table.name, rows: this.#table.count, sha256: this.#table.hash.digest("hex") })
    if (this.#file) this.#files.push({ path: this.#file.name, bytes: this.#file.count, sha256: this.#file.hash.digest("hex") })
    this.#table = undefined
    this.#file = undefined
  }
}
