import type { Pool } from "pg"

const CHECKPOINT_WAL_BYTES = 256 * 1024 * 1024
const CHECKPOINT_INTERVAL_MS = 5 * 60_000
const LOOK_INTERVAL_MS = 2_000
/** As PostgreSQL's autovacuum: a fixed number of dead rows plus a share of the table. */
const VACUUM_ROWS = 1_000
const VACUUM_SHARE = 0.2

/**
 * The embedded engine has no background processes. This does what they would: a checkpoint after 256 MB of write-ahead log or
 * five minutes, so that a restart stays short, and vacuum with analyze where rows died or came.
 */
export class Upkeep {
  readonly #pool: Pool
  readonly #timer: NodeJS.Timeout
  #lastLsn = "0/0"
  #lastCheckpointMs = performance.now()
  #running: Promise<void> | undefined
  checkpoints = 0
  vacuums = 0
  failures = 0

  constructor(pool: Pool, onError: (error: unknown) => void) {
    this.#pool = pool
    this.#timer = setInterval(() => {
      this.#running ??= this.look()
        .catch((error: unknown) => {
          this.failures += 1
          onError(error)
        })
        .finally(() => {
          this.#running = undefined
        })
    }, LOOK_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Looks once whether anything is due, and does it. */
  async look(): Promise<void> {
    const found = await this.#pool.query<{ lsn: string; grown: string }>(
      "select pg_current_wal_insert_lsn()::text as lsn, (pg_current_wal_insert_lsn() - $1::pg_lsn)::text as grown",
      [this.#lastLsn],
    )
    const { lsn, grown } = found.rows[0]!
    const due = Number(grown) > CHECKPOINT_WAL_BYTES || performance.now() - this.#lastCheckpointMs > CHECKPOINT_INTERVAL_MS
    if (this.#lastLsn === "0/0") this.#lastLsn = lsn
    else if (due && Number(grown) > 0) {
      await this.#pool.query("checkpoint")
      this.#lastLsn = lsn
      this.#lastCheckpointMs = performance.now()
      this.checkpoints += 1
      await this.#vacuum()
    }
  }

  /**
   * Vacuums where rows died. Where rows only came, statistics are enough: a vacuum would write the images of all their pages
   * into the log again, for a table of gigabytes in one piece.
   */
  async #vacuum(): Promise<void> {
    const tables = await this.#pool.query<{ name: string; dead: boolean }>(
      `select format('%I.%I', s.schemaname, s.relname) as name, s.n_dead_tup > $1::float8 + $2::float8 * s.n_live_tup as dead
       from pg_stat_user_tables s
       where s.n_dead_tup > $1::float8 + $2::float8 * s.n_live_tup
          or s.n_mod_since_analyze > $1::float8 + $2::float8 * s.n_live_tup
       order by s.n_dead_tup desc limit 4`,
      [VACUUM_ROWS, VACUUM_SHARE],
    )
    for (const { name, dead } of tables.rows) {
      await this.#pool.query(dead ? `vacuum (analyze) ${name}` : `analyze ${name}`)
      if (dead) this.vacuums += 1
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }
}
