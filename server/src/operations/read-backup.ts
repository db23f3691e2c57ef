import fs from "node:fs"
import { pipeline } from "node:stream"
import { createGunzip } from "node:zlib"
import { ManifestBuilder } from "./archive/manifest.ts"
import { type BackupBegin, type BackupEnd, BackupRecord } from "./archive/records.ts"
import { unseal } from "./archive/unseal.ts"
import { operationErrors } from "./errors.ts"

const NEWLINE = 0x0a

/**
 * The records of a backup in order, each decrypted and proven. The last one, the manifest, is given only when everything before
 * it agrees with its counts and hashes. Throws `CLI_BACKUP_UNREADABLE`, `CLI_BACKUP_FOREIGN`, `CLI_PASSPHRASE_WRONG`,
 * `CLI_BACKUP_DAMAGED`.
 */
export async function* readBackup(file: string, passphrase: string): AsyncGenerator<BackupRecord> {
  const manifest = new ManifestBuilder()
  let place: "start" | "inside" | "after" = "start"
  for await (const line of linesOf(file, passphrase)) {
    const record = parseRecord(line)
    if (!record || (place === "start") !== (record.kind === "begin")) throw operationErrors.BACKUP_FOREIGN({ file })
    if (place === "after") throw damagedAtEnd(file)
    place = "inside"
    if (record.kind === "end") {
      if (JSON.stringify(record) !== JSON.stringify(manifest.end())) throw damagedAtEnd(file)
      place = "after"
    } else manifest.add(record, `${line}\n`)
    yield record
  }
  if (place !== "after") throw damagedAtEnd(file)
}

/** Reads the whole backup without putting anything anywhere. Gives its first and last record. */
export async function inspectBackup(file: string, passphrase: string): Promise<{ begin: BackupBegin; end: BackupEnd }> {
  const seen: { begin?: BackupBegin; end?: BackupEnd } = {}
  for await (const record of readBackup(file, passphrase)) {
    if (record.kind === "begin") seen.begin = record
    if (record.kind === "end") seen.end = record
  }
  return { begin: seen.begin!, end: seen.end! }
}

async function* linesOf(file: string, passphrase: string): AsyncGenerator<string> {
  const content = pipeline(
    fs.createReadStream(file, { highWaterMark: 256 * 1024 }),
    unseal(passphrase, file),
    createGunzip({ chunkSize: 256 * 1024 }),
    () => {}, // The reader below gets the same error.
  )
  try {
    let parts: Buffer[] = []
    for await (const bytes of content as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
        yield Buffer.concat([...parts, bytes.subarray(from, at)]).toString("utf8")
        parts = []
        from = at + 1
      }
      parts.push(bytes.subarray(from))
    }
  } catch (error) {
    if (error instanceof Error && "syscall" in error)
      throw operationErrors.BACKUP_UNREADABLE({ file, reason: error.message }, { cause: error })
    throw error
  }
}

function parseRecord(line: string): BackupRecord | undefined {
  try {
    return BackupRecord.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

function damagedAtEnd(file: string): Error {
  return operationErrors.BACKUP_DAMAGED({ file, byte: fs.statSync(file).size })
}
