import { AppError } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import type { Database } from "../../../../platform/db/index.ts"
import { senseErrors } from "../../errors.ts"

/** A statement of a reader; what takes longer is a question for a report, not for a city at work. */
const STATEMENT_LIMIT_MS = 5_000
/** All statements of one request together: many branches, each just below the limit, would hold a connection for minutes. */
const READ_LIMIT_MS = 15_000
/** Readers at work at once: fewer than there are connections, so that slow questions never take the last one. */
const AT_ONCE_MAX = 6
/** Readers who wait for a place. */
const WAITING_MAX = 500

/** Lets readers in a few at a time and ends those that take too long, so that a slow filter hurts nobody else. */
export class ReadGate {
  readonly #db: Pick<Database, "limited">
  readonly #limitMs: number
  #inside = 0
  readonly #waiting: (() => void)[] = []

  constructor(db: Pick<Database, "limited">, limitMs = STATEMENT_LIMIT_MS) {
    this.#db = db
    this.#limitMs = limitMs
  }

  /** Throws `SENSE_QUERY_TOO_SLOW`, `SENSE_READERS_TOO_MANY`, and what `work` throws. */
  async read<T>(work: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
    if (this.#waiting.length >= WAITING_MAX) throw senseErrors.READERS_TOO_MANY({ limit: WAITING_MAX })
    if (this.#inside >= AT_ONCE_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside += 1
    const startedMs = performance.now()
    try {
      return await this.#db.limited(this.#limitMs, (tx) => work(this.#within(tx, startedMs + READ_LIMIT_MS)))
    } catch (error) {
      if (isCancelled(error) || (isBusy(error) && performance.now() - startedMs >= this.#limitMs)) throw this.#tooSlow(error)
      throw error
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inside -= 1
    }
  }

  /** The same handle, which asks nothing more after its time. */
  #within(db: Kysely<unknown>, untilMs: number): Kysely<unknown> {
    return db.withPlugin({
      transformQuery: ({ node }) => {
        if (performance.now() > untilMs) throw this.#tooSlow(undefined)
        return node
      },
      transformResult: async ({ result }) => result,
    })
  }

  #tooSlow(cause: unknown): AppError {
    return senseErrors.QUERY_TOO_SLOW({ limitSeconds: this.#limitMs / 1000 }, { cause })
  }
}

/** PostgreSQL's `query_canceled`. */
function isCancelled(error: unknown): boolean {
  return (error as { code?: unknown }).code === "57014"
}

/** The embedded engine was reopened under the question. */
function isBusy(error: unknown): boolean {
  return error instanceof AppError && error.code === "PLATFORM_DATABASE_BUSY"
}
