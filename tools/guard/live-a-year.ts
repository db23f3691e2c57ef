import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { ManualClock } from "../../packages/kernel/src/index.ts"
import { allMigrations } from "../../server/src/migrations.ts"
import { MemoryBus } from "../../server/src/platform/bus/index.ts"
import { findMigratedTemplate, openPglite } from "../../server/src/platform/db/index.ts"
import type { RetentionClass } from "../../server/src/platform/log/index.ts"
import { World } from "../../server/src/platform/world/index.ts"
import { type SimulatedYear, simulateYear } from "../../server/test/simulated-year.ts"

export interface Column {
  /** schema.table */
  readonly table: string
  readonly column: string
  readonly type: string
}

/** What only a database can tell. */
export interface LivedFacts {
  readonly columns: readonly Column[]
  readonly year: SimulatedYear
}

/** Builds the schema from all migrations in a folder of its own, reads it, and lets a year pass in it. */
export async function liveAYear(days: Readonly<Record<RetentionClass, number | null>>): Promise<LivedFacts> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-guard-"))
  const clock = new ManualClock("2026-01-01T00:00:00Z")
  try {
    const template = await findMigratedTemplate(allMigrations, fail)
    const world = await World.open({
      kind: "drill",
      engine: await openPglite({
        folder: path.join(folder, "pglite"),
        ...(template ? { template } : {}),
        onDiskFailure: fail,
      }),
      clock,
      wall: clock,
      bus: new MemoryBus(fail),
      dataFolder: folder,
      migrations: allMigrations,
    })
    try {
      return { columns: await readColumns(world), year: await simulateYear({ world, clock, days }) }
    } finally {
      await world.close()
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

async function readColumns(world: World): Promise<Column[]> {
  const { rows } = await world.db.engine.pool.query<Column>(`
    select format('%s.%s', n.nspname, c.relname) as table, a.attname as column, format_type(a.atttypid, null) as type
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pgboss', 'tiger', 'tiger_data', 'topology')
      and n.nspname not like 'pg\\_%'
    order by 1, a.attnum`)
  return rows
}

function fail(reason: unknown): never {
  throw reason instanceof Error ? reason : new Error(String(reason))
}
