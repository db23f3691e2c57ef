import path from "node:path"
import { assert, type Clock } from "@holdfast/kernel"
import type { Transaction } from "kysely"
import type { Bus } from "../bus/index.ts"
import { Database, type Engine, type MigrationSource, migrate } from "../db/index.ts"
import { CityLog, insertEntries, type NewEntry, RootKeeper } from "../log/index.ts"

export type WorldKind = "demo" | "live" | "drill" | "replay"

/** What a verb works with inside its transaction. */
export interface WorldTransaction {
  readonly db: Transaction<unknown>
  /** The world's time at which this transaction began. */
  readonly now: Date
  /** Puts an entry into the city log, in this same transaction. */
  record(entry: NewEntry): void
}

export interface WorldOptions {
  readonly kind: WorldKind
  readonly engine: Engine
  readonly clock: Clock
  /** The machine's own clock: for roots, sessions, and health, which belong to no world. */
  readonly wall: Clock
  readonly bus: Bus
  readonly dataFolder: string
  readonly migrations: readonly MigrationSource[]
  /** Roots of the log that cannot be written just now. */
  readonly onError?: (error: unknown) => void
}

/**
 * One database, one clock, one log, one bus. No verb knows in which kind of world it runs: a drill is a world that was
 * constructed with channels that cannot leave the process.
 */
export class World {
  readonly kind: WorldKind
  readonly clock: Clock
  readonly db: Database
  readonly bus: Bus
  readonly log: CityLog
  readonly dataFolder: string
  #changes = 0

  private constructor(options: WorldOptions) {
    this.kind = options.kind
    this.clock = options.clock
    this.bus = options.bus
    this.dataFolder = options.dataFolder
    this.db = new Database(options.engine)
    const roots = new RootKeeper({
      file: path.join(options.dataFolder, "log-roots.jsonl"),
      keyFolder: path.join(options.dataFolder, "keys"),
      wall: options.wall,
      onError: options.onError,
    })
    this.log = new CityLog({ db: this.db, bus: options.bus, roots })
  }

  /** Brings the schema up to date and takes up the log where it was left. Closes the engine when that fails. */
  static async open(options: WorldOptions): Promise<World> {
    try {
      const world = new World(options)
      await migrate(world.db, options.migrations)
      await world.log.start()
      return world
    } catch (error) {
      await options.engine.close().catch(() => {})
      throw error
    }
  }

  /** Grows with each change of state, before whoever made it is answered, and with each position that the log gives. */
  get version(): number {
    return this.#changes + this.log.position
  }

  /**
   * The one way to change state: `body` changes rows and records what it did; both commit together, the entries last.
   * A transaction that records nothing is a mistake of ours.
   */
  transact<T>(body: (tx: WorldTransaction) => Promise<T>): Promise<T> {
    return this.#run(async (tx, entries) => {
      const value = await body(tx)
      assert(entries.length > 0, "a change of state recorded nothing in the city log")
      return value
    })
  }

  /** As `transact`, for a reader of the log that may find nothing to do. */
  react<T>(body: (tx: WorldTransaction) => Promise<T>): Promise<T> {
    return this.#run(body)
  }

  async #run<T>(body: (tx: WorldTransaction, entries: readonly NewEntry[]) => Promise<T>): Promise<T> {
    const entries: NewEntry[] = []
    const result = await this.db.transaction(async (db) => {
      const now = this.clock.now()
      const value = await body({ db, now, record: (entry) => entries.push(entry) }, entries)
      if (entries.length > 0) await insertEntries(db, entries, now)
      return value
    })
    this.#changes += 1
    if (entries.length > 0) this.log.committed()
    return result
  }

  async close(): Promise<void> {
    await this.log.stop()
    await this.bus.close()
    await this.db.close()
  }
}
