import type { PoolClient } from "pg"

export interface EngineFacts {
  readonly version: string
  /** Null where PostGIS is not installed in this database. */
  readonly postgis: string | null
  readonly bytes: number
}

export async function readEngineFacts(client: PoolClient): Promise<EngineFacts> {
  const found = await client.query<EngineFacts>(
    `select current_setting('server_version') as version,
            (select extversion from pg_extension where extname = 'postgis') as postgis,
            pg_database_size(current_database()) as bytes`,
  )
  return found.rows[0]!
}

/** How long the log is and when its newest entry was written; undefined where there is no log yet. */
export async function readLogFacts(client: PoolClient): Promise<{ entries: number; newestAt: Date | null } | undefined> {
  const known = await client.query<{ table: string | null }>("select to_regclass('log.header')::text as table")
  if (!known.rows[0]!.table) return undefined
  const found = await client.query<{ entries: number; newestAt: Date | null }>(
    `select (select size from log.head) as entries,
            (select at from log.header order by id desc limit 1) as "newestAt"`,
  )
  return found.rows[0]!
}
