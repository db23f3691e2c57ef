import fs from "node:fs"
import path from "node:path"
import { z } from "zod"

/** Enough to see a rhythm. */
const KEPT_MAX = 40

const History = z.object({
  backups: z.array(z.object({ at: z.iso.datetime(), file: z.string(), bytes: z.int(), sha256: z.string() })),
})
export type BackupNote = z.infer<typeof History>["backups"][number]

/** The backups that were made from this data folder, newest last. A file that cannot be read counts as none. */
export function listBackups(dataFolder: string): BackupNote[] {
  try {
    return History.parse(JSON.parse(fs.readFileSync(historyFile(dataFolder), "utf8"))).backups
  } catch {
    return []
  }
}

/** Remembers a backup, so that `doctor` and `upgrade --check` can say how old the newest is. */
export function noteBackup(dataFolder: string, { at, file, bytes, sha256 }: BackupNote): void {
  const backups = [...listBackups(dataFolder), { at, file, bytes, sha256 }].slice(-KEPT_MAX)
  const target = historyFile(dataFolder)
  fs.writeFileSync(`${target}.new`, `${JSON.stringify({ backups }, null, 2)}\n`, { mode: 0o600, flush: true })
  fs.renameSync(`${target}.new`, target)
}

function historyFile(dataFolder: string): string {
  return path.join(dataFolder, "backups.json")
}
