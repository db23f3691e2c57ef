import fs from "node:fs"
import path from "node:path"
import { type BackupRecord, FilePath } from "./archive/records.ts"

const PIECE_BYTES = 192 * 1024
const FOLDERS = ["blobs", "keys"]

/**
 * The city's files beside the database. One that was erased while we read is left out, as it should be.
 *
 * @param onLeftOut told of each file whose name no file of ours has, such as an editor's `x.key~`: nothing could restore it
 */
export function* copyFiles(dataFolder: string, onLeftOut: (file: string) => void): Generator<BackupRecord> {
  for (const file of FOLDERS.flatMap((folder) => filesUnder(dataFolder, folder))) {
    if (!FilePath.safeParse(file).success) {
      onLeftOut(file)
      continue
    }
    const opened = openIfThere(path.join(dataFolder, file))
    if (opened === undefined) continue
    try {
      yield { kind: "file", path: file }
      const buffer = Buffer.alloc(PIECE_BYTES)
      for (;;) {
        const length = fs.readSync(opened, buffer)
        if (length === 0) break
        yield { kind: "piece", base64: buffer.toString("base64", 0, length) }
      }
    } finally {
      fs.closeSync(opened)
    }
  }
}

/** The roots as they were read before the database: a newer one would say that the copy's end was cut off. */
export function* copyRoots(roots: Buffer): Generator<BackupRecord> {
  yield { kind: "file", path: "log-roots.jsonl" }
  for (let from = 0; from < roots.length; from += PIECE_BYTES)
    yield { kind: "piece", base64: roots.toString("base64", from, Math.min(roots.length, from + PIECE_BYTES)) }
}

function filesUnder(dataFolder: string, folder: string): string[] {
  const root = path.join(dataFolder, folder)
  if (!fs.existsSync(root)) return []
  return fs
    .readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataFolder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .toSorted()
}

function openIfThere(file: string): number | undefined {
  try {
    return fs.openSync(file, "r")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
