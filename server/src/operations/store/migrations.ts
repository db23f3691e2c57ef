import type { PoolClient } from "pg"

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

/** The migrations that ran on this database, oldest first; none where there is no city yet. */
export async function listApplied(client: PoolClient): Promise<AppliedMigration[]> {
  const known = await client.query<{ table: string | null }>("select to_regclass('platform.migration')::text as table")
  if (!known.rows[0]!.table) return []
  const found = await client.query<AppliedMigration>("select name, checksum from platform.migration order by name")
  return found.rows
}
