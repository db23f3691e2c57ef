import { AppError } from "@holdfast/kernel"
import type { BackupNote } from "../backup-history.ts"
import type { DatabaseFacts } from "../database-facts.ts"
import { type Finding, finding } from "./finding.ts"

const MIB = 1024 ** 2
const EMBEDDED_LIMIT_MIB = 1_000
const EMBEDDED_NEAR_MIB = 800
const DAY_MS = 86_400_000
/** The promise of the page `/privacy`: what was erased is gone from the backups too after this time. */
const KEEP_DAYS = 35

/** What was found out about the database: its facts, why it could not be asked, or undefined where there is none yet. */
export type Looked = DatabaseFacts | Error | undefined

export function judgeDatabase(looked: Looked): Finding[] {
  if (!looked) return [finding("ok", "databaseNone")]
  if (looked instanceof AppError) {
    const { code, values } = looked
    return [{ ...finding("problem", "databaseFailed"), error: { code, values } }]
  }
  if (looked instanceof Error) return [finding("problem", "databaseBroken", { reason: looked.message })]
  const { engine, version, postgis, bytes } = looked
  const mib = Math.round(bytes / MIB)
  if (!postgis) return [finding("problem", "postgisMissing", { version })]
  if (engine === "postgres") return [finding("ok", "postgres", { version, postgis, mib })]
  const values = { version, postgis, mib, limit: EMBEDDED_LIMIT_MIB }
  return [mib > EMBEDDED_NEAR_MIB ? finding("warning", "embeddedLarge", values) : finding("ok", "embedded", values)]
}

export function judgeLog(looked: Looked): Finding[] {
  if (!looked || looked instanceof Error || !looked.log) return []
  const { entries, faults } = looked.log
  if (faults === null) return [finding("ok", "logUnread", { entries })]
  return [faults > 0 ? finding("problem", "logInvalid", { count: faults }) : finding("ok", "log", { entries })]
}

/** `stillThere` says whether a file of an old backup exists, because only those need to go. */
export function judgeBackups(backups: readonly BackupNote[], stillThere: (file: string) => boolean, now: Date): Finding[] {
  const days = ({ at }: BackupNote) => (now.getTime() - Date.parse(at)) / DAY_MS
  const newest = backups.at(-1)
  if (!newest) return [finding("warning", "backupNone")]
  const age = days(newest)
  const first = finding(age > 1 ? "warning" : "ok", age > 1 ? "backupOld" : "backup", {
    hours: Math.round(age * 24),
    file: newest.file,
  })
  const kept = backups.filter((backup) => days(backup) > KEEP_DAYS && stillThere(backup.file))
  return [first, ...kept.map(({ file }) => finding("warning", "backupKept", { file, days: KEEP_DAYS }))]
}
