import fs from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { type MigrationSource, readMigrations } from "../platform/db/index.ts"
import { operationErrors } from "./errors.ts"
import type { AppliedMigration } from "./store/migrations.ts"

export interface MigrationState {
  /** Those that the next start runs, in order. */
  readonly due: readonly string[]
  /** Those that a newer Holdfast ran and this one does not know. */
  readonly newer: readonly string[]
  /** Those that were edited after they ran. */
  readonly changed: readonly string[]
}

/** Compares what ran on a database with what this code has. */
export function compareMigrations(applied: readonly AppliedMigration[], sources: readonly MigrationSource[]): MigrationState {
  const known = new Map(readMigrations(sources).map(({ name, checksum }) => [name, checksum]))
  const ran = new Set(applied.map(({ name }) => name))
  return {
    due: [...known.keys()].filter((name) => !ran.has(name)),
    newer: applied.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    changed: applied.filter(({ name, checksum }) => known.has(name) && known.get(name) !== checksum).map(({ name }) => name),
  }
}

/** Throws `CLI_BACKUP_NEWER` when a backup holds rows in a shape that this code does not know. */
export function assertKnown(applied: readonly AppliedMigration[], sources: readonly MigrationSource[]): void {
  const { newer, changed } = compareMigrations(applied, sources)
  const [strange] = [...newer, ...changed]
  if (strange) throw operationErrors.BACKUP_NEWER({ migration: strange })
}

/**
 * The migrations of the time of a backup, copied into `folder`: its rows go into the schema they were taken from, and what was
 * added since runs over them as it would have run over the city.
 */
export function migrationsOfThatTime(
  applied: readonly AppliedMigration[],
  sources: readonly MigrationSource[],
  folder: string,
): MigrationSource[] {
  const wanted = new Set(applied.map(({ name }) => name))
  return sources.map(({ module, folder: from }) => {
    const target = pathToFileURL(`${path.join(folder, module)}${path.sep}`)
    fs.mkdirSync(target, { recursive: true })
    for (const file of fs.readdirSync(from).filter((name) => name.endsWith(".sql"))) {
      const [stamp, what] = file.slice(0, -".sql".length).split("_")
      if (wanted.has(`${stamp}_${module}_${what}`)) fs.copyFileSync(new URL(file, from), new URL(file, target))
    }
    return { module, folder: target }
  })
}
