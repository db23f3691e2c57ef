import { PgBoss } from "pg-boss"
import type { Engine } from "../db/index.ts"

/**
 * The machine's own work by the wall clock: upkeep, erasure, self-tests. Deadlines of people are rows of their module and follow
 * the world's clock. A job may run twice after a crash, so each must bear that.
 */
export class Jobs {
  readonly #boss: PgBoss

  private constructor(boss: PgBoss) {
    this.#boss = boss
  }

  static async start(engine: Engine, onError: (error: Error) => void): Promise<Jobs> {
    const boss = new PgBoss({
      backend: engine.kind,
      db: { executeSql: (text, values) => engine.pool.query(text, values as unknown[]) },
      schema: "pgboss",
    })
    boss.on("error", onError)
    await boss.start()
    return new Jobs(boss)
  }

  /**
   * Runs `work` by a schedule in cron's notation (UTC), on one process only.
   * @param name a name that stays the same from release to release
   */
  async every(cron: string, name: string, work: () => Promise<void>): Promise<void> {
    await this.#boss.createQueue(name, { policy: "singleton", retryLimit: 3, retryDelay: 30 })
    await this.#boss.schedule(name, cron)
    await this.#boss.work(name, { pollingIntervalSeconds: 30 }, work)
  }

  /** Runs a job of `every` as soon as a worker looks, beside its schedule. */
  async now(name: string): Promise<void> {
    await this.#boss.send(name)
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000 })
  }
}
