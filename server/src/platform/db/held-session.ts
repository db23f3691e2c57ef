import { setTimeout } from "node:timers/promises"
import { newId } from "@holdfast/kernel"
import pg from "pg"

const RETRY_MS = 250
const CONNECT_MAX_MS = 10_000
/** A network that fails says nothing: after this long without a word the machine asks whether the other side is still there. */
const KEEP_ALIVE_MS = 10_000
const ENDING_MAX_MS = 5_000

export interface HeldSessionOptions {
  readonly url: string
  /** Run in each new session. False says that somebody else has what the session is held for. */
  readonly take: (client: pg.Client) => Promise<boolean>
  /** Somebody else was faster after the session was lost; it is not opened again. */
  readonly onTaken?: () => void
}

/**
 * One session of a PostgreSQL server, for what that server gives up when a session ends: a lock, or the sign that somebody works in
 * a database. A session that breaks is opened again until it holds or somebody else was faster.
 */
export class HeldSession {
  readonly #options: HeldSessionOptions
  /** By this we know our own among the sessions of the server. */
  readonly #name = `holdfast ${newId()}`
  #client: pg.Client | undefined
  #isClosed = false
  #regaining: Promise<void> | undefined

  private constructor(options: HeldSessionOptions) {
    this.#options = options
  }

  /** Undefined when somebody else has it already. Throws what the driver throws. */
  static async open(options: HeldSessionOptions): Promise<HeldSession | undefined> {
    const session = new HeldSession(options)
    return (await session.#connect()) ? session : undefined
  }

  get isHeld(): boolean {
    return this.#client !== undefined
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#regaining
    await this.#client?.end()
  }

  async #connect(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: CONNECT_MAX_MS,
      query_timeout: CONNECT_MAX_MS,
    })
    // What breaks fails the query that waits for it, and ends the client.
    client.on("error", () => {})
    client.on("end", () => this.#lose(client))
    try {
      await client.connect()
      await client.query("select set_config('application_name', $1, false)", [this.#name])
      // When the network failed, the server may still keep the session before this one, and what it holds.
      await client.query(
        "select pg_terminate_backend(pid, $2) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()",
        [this.#name, ENDING_MAX_MS],
      )
      if (!(await this.#options.take(client))) {
        await client.end()
        return false
      }
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    this.#client = client
    return true
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    if (!this.#isClosed) this.#regaining = this.#regain()
  }

  async #regain(): Promise<void> {
    while (!this.#isClosed) {
      try {
        if (!(await this.#connect())) this.#options.onTaken?.()
        return
      } catch {
        await setTimeout(RETRY_MS)
      }
    }
  }
}
