import { AsyncLocalStorage } from "node:async_hooks"
import { assert } from "@holdfast/kernel"
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely"
import type { PoolClient } from "pg"
import { platformErrors } from "../errors.ts"
import type { Engine } from "./engine.ts"
import { TransactionClient } from "./transaction-client.ts"

const insideTransaction = new AsyncLocalStorage<true>()

/**
 * The database of one world. Reads use `query`; every change of state goes through a transaction. Inside a transaction only its
 * own handle may be used: the global one would wait for the connection that the transaction holds (for ever, on the embedded
 * engine), so it throws at once.
 */
export class Database {
  readonly engine: Engine
  readonly query: Kysely<unknown>

  constructor(engine: Engine) {
    this.engine = engine
    this.query = new Kysely<unknown>({
      dialect: new PostgresDialect({
        pool: {
          connect: async () => {
            assert(!insideTransaction.getStore(), "the global database handle was used inside a transaction")
            return new TransactionClient(await engine.pool.connect()) as unknown as PoolClient
          },
          end: () => engine.pool.end(),
          options: engine.pool.options,
        },
      }),
    })
  }

  /** Runs `body` in one transaction. No network, file, or person may be waited for inside. */
  transaction<T>(body: (tx: Transaction<unknown>) => Promise<T>): Promise<T> {
    return this.query.transaction().execute((tx) => insideTransaction.run(true, () => body(tx)))
  }

  /**
   * Reads in one transaction whose every statement is ended after `limitMs`. PostgreSQL cancels the statement (57014); the embedded
   * engine cannot, so its thread is reopened, and everybody gets `PLATFORM_DATABASE_BUSY` meanwhile.
   */
  limited<T>(limitMs: number, body: (tx: Transaction<unknown>) => Promise<T>): Promise<T> {
    const { reopened } = this.engine.stats()
    return this.transaction(async (tx) => {
      const { limitCalls } = this.engine
      if (!limitCalls) {
        await sql`select set_config('statement_timeout', ${`${limitMs}`}, true)`.execute(tx)
        return body(tx)
      }
      limitCalls(limitMs)
      try {
        return await body(tx)
      } finally {
        limitCalls(undefined)
      }
    }).catch((error: unknown) => {
      // Afterwards the driver fails in its own words, whatever it was asked.
      throw this.engine.stats().reopened > reopened ? platformErrors.DATABASE_BUSY({}, { cause: error }) : error
    })
  }

  /** A connection of its own, for locks and streams that outlive a statement. The caller releases it. */
  connection(): Promise<PoolClient> {
    assert(!insideTransaction.getStore(), "a second connection was asked for inside a transaction")
    return this.engine.pool.connect()
  }

  close(): Promise<void> {
    return this.engine.close()
  }
}
