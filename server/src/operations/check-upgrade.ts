import { allMigrations } from "../migrations.ts"
import type { MigrationSource } from "../platform/db/index.ts"
import { listBackups } from "./backup-history.ts"
import type { DatabaseFacts } from "./database-facts.ts"
import { compareMigrations, type MigrationState } from "./known-migrations.ts"

const HOUR_MS = 3_600_000
const RECENT_HOURS = 24

export interface UpgradeCheck extends MigrationState {
  /** Whether the next start would go well and could be undone. */
  readonly ready: boolean
  /** False where there is no city yet. */
  readonly city: boolean
  /** The age of the newest backup, in hours; null when none was made from this data folder. */
  readonly backupHours: number | null
  readonly backupNeeded: boolean
}

/** Says what the next start of this Holdfast would do to a database, without doing any of it. */
export function checkUpgrade(options: {
  readonly facts: DatabaseFacts | undefined
  readonly dataFolder: string
  /** Those of this Holdfast unless given. */
  readonly migrations?: readonly MigrationSource[]
  readonly now: Date
}): UpgradeCheck {
  const applied = options.facts?.migrations ?? []
  const state = compareMigrations(applied, options.migrations ?? allMigrations)
  const newest = listBackups(options.dataFolder).at(-1)
  const backupHours = newest ? (options.now.getTime() - Date.parse(newest.at)) / HOUR_MS : null
  const city = applied.length > 0
  const recent = backupHours !== null && backupHours < RECENT_HOURS
  const backupNeeded = city && state.due.length > 0 && !recent
  const ready = state.newer.length === 0 && state.changed.length === 0 && !backupNeeded
  return { ...state, ready, city, backupHours, backupNeeded }
}
