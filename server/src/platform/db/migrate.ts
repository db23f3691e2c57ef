import { createHash } from "node:crypto"
import fs from "node:fs"
import { fileURLToPath } from "node:url"
import type { PoolClient } from "pg"
import { platformErrors } from "../errors.ts"
import type { Database } from "./database.ts"

const MIGRATION_LOCK = 4_841_001
const FILE_NAME = /^\d{12}_[a-z0-9-]+\.sql$/

/** Where one module keeps its migrations. Files are named `202611212300_what.sql` and run in the order of their names over all modules. */
export interface MigrationSource {
  readonly module: string
  readonly folder: URL
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export function readMigrations(sources: readonly MigrationSource[]): Migration[] {
  return sources
    .flatMap(({ module, folder }) =>
      sqlFiles(folder).map((file) => {
        if (!FILE_NAME.test(file)) throw new Error(`Migration ${module}/${file} is not named <timestamp>_<what>.sql`)
        const sql = fs.readFileSync(new URL(file, folder), "utf8")
        const [stamp, what] = file.slice(0, -4).split("_")
        return { name: `${stamp}_${module}_${what}`, sql, checksum: createHash("sha256").update(sql).digest("hex") }
      }),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The hash of all migrations: names a prepared database that fits this code. */
export function migrationsHash(sources: readonly MigrationSource[]): string {
  const hash = createHash("sha256")
  for (const { name, checksum } of readMigrations(sources)) hash.update(`${name} ${checksum}\n`)
  return hash.digest("hex").slice(0, 16)
}

/**
 * Brings the database to this code's schema, forward only, each migration in its own transaction under one lock.
 * Refuses a database that a newer Holdfast has written to, and a migration that was edited after it ran.
 * Gives the names of those applied.
 */
export async function migrate(db: Database, sources: readonly MigrationSource[]): Promise<string[]> {
  const known = readMigrations(sources)
  const client = await db.connection()
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK])
    await client.query("create schema if not exists platform")
    await client.query(
      `create table if not exists platform.migration (
         name text primary key,
         checksum text not null,
         applied_at timestamptz not null
       )`,
    )
    const applied = await client.query<{ name: string; checksum: string }>(
      "select name, checksum from platform.migration order by name",
    )
    const done = new Map(applied.rows.map((row) => [row.name, row.checksum]))
    const names = new Set(known.map(({ name }) => name))
    const foreign = applied.rows.find(({ name }) => !names.has(name))
    if (foreign) throw platformErrors.DATABASE_NEWER({ migration: foreign.name })
    const changed = known.find(({ name, checksum }) => done.has(name) && done.get(name) !== checksum)
    if (changed) throw platformErrors.MIGRATION_CHANGED({ migration: changed.name })
    const due = known.filter(({ name }) => !done.has(name))
    for (const migration of due) await apply(client, migration)
    return due.map(({ name }) => name)
  } finally {
    await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => {})
    client.release()
  }
}

async function apply(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin")
  try {
    await client.query(sql)
    // The moment of a migration belongs to the machine, not to the world, so the wall clock is right here.
    await client.query("insert into platform.migration (name, checksum, applied_at) values ($1, $2, $3)", [
      name,
      checksum,
      new Date(),
    ])
    await client.query("commit")
  } catch (error) {
    await client.query("rollback")
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

function sqlFiles(folder: URL): string[] {
  return fs.readdirSync(fileURLToPath(folder)).filter((file) => file !== ".gitkeep")
}
