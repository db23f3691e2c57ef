import { platformErrors } from "../errors.ts"
import type { Engine } from "./engine.ts"
import { GatedPool } from "./gated-pool.ts"
import { typeParsers } from "./types.ts"

const POSTGRES_MIN = 150000
const CONNECTIONS_MAX = 12
/** A statement longer than this blocks a duty officer; imports cut their work into smaller ones. */
const STATEMENT_TIMEOUT_MS = 60_000

/**
 * Opens a PostgreSQL server. Throws when it cannot be reached or is older than Holdfast needs; PostGIS is created by the first migration.
 *
 * @param isOpen while it says no, nobody gets a connection
 */
export async function openPostgres(url: string, isOpen: () => boolean = () => true): Promise<Engine> {
  const pool = new GatedPool(
    {
      connectionString: url,
      max: CONNECTIONS_MAX,
      types: typeParsers,
      // Questions here are short and touch little: to compile one takes longer than to answer it.
      options: "-c TimeZone=UTC -c search_path=public -c jit=off",
      statement_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: 10_000,
    },
    isOpen,
  )
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  try {
    const found = await pool.query<{ version: string; name: string }>(
      "select current_setting('server_version_num') as version, current_setting('server_version') as name",
    )
    const row = found.rows[0]!
    if (Number(row.version) < POSTGRES_MIN) {
      throw platformErrors.DATABASE_TOO_OLD({ what: "PostgreSQL", found: row.name, needed: "15" })
    }
  } catch (error) {
    await pool.end()
    if (error instanceof Error && error.name === "AppError") throw error
    throw platformErrors.DATABASE_UNREACHABLE(
      { reason: (error as Error).message || String((error as { code?: string }).code) },
      { cause: error },
    )
  }
  return {
    kind: "postgres",
    pool,
    bulk: "copy",
    concurrent: true,
    stats: () => ({ reopened: 0, checkpoints: 0, vacuums: 0, failures: 0 }),
    close: () => pool.end(),
  }
}
