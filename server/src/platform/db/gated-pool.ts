import pg from "pg"
import { platformErrors } from "../errors.ts"

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void

/** A pool that gives nobody a connection while `isOpen` says no: they get `PLATFORM_DATABASE_BUSY` at once. */
export class GatedPool extends pg.Pool {
  readonly #isOpen: () => boolean

  constructor(config: pg.PoolConfig, isOpen: () => boolean) {
    // The gate may have closed while the connection was made.
    super({ ...config, verify: (_client, done) => done(isOpen() ? undefined : platformErrors.DATABASE_BUSY({})) })
    this.#isOpen = isOpen
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (this.#isOpen()) return callback ? super.connect(callback) : super.connect()
    const busy = platformErrors.DATABASE_BUSY({})
    if (!callback) return Promise.reject(busy)
    callback(busy, undefined, () => {})
  }
}
