import type { LogEvent } from "@holdfast/contracts"
import type { Json } from "@holdfast/kernel"
import type { Bus } from "../bus/index.ts"
import type { Database } from "../db/index.ts"
import type { LogHeader } from "./entry.ts"
import { eraseExpired } from "./erase.ts"
import type { RootKeeper } from "./roots.ts"
import { Sequencer } from "./sequencer.ts"
import { listBodies, listHeadersAbout, listHeadersAfter } from "./store.ts"

/** The subject on the bus under which sequenced headers travel to everyone in this process, and beyond. */
export const LOG_SUBJECT = "log"

export function toEvent(header: LogHeader): LogEvent {
  const { seq, at, module, verb, record, because, edge, actorRole } = header
  return { seq, at: at.toISOString(), module, verb, record, because, edge, actorRole }
}

/** The log of one world: gives positions, tells the bus, keeps roots outside, reads back, forgets. */
export class CityLog {
  readonly #db: Database
  readonly #roots: RootKeeper
  readonly #sequencer: Sequencer

  constructor({ db, bus, roots }: { db: Database; bus: Bus; roots: RootKeeper }) {
    this.#db = db
    this.#roots = roots
    this.#sequencer = new Sequencer(db, ({ headers, size, root }) => {
      roots.note({ size, root })
      for (const header of headers) bus.publish(LOG_SUBJECT, toEvent(header))
    })
  }

  get position(): number {
    return this.#sequencer.position
  }
  get roots(): RootKeeper {
    return this.#roots
  }

  start(): Promise<void> {
    return this.#sequencer.start()
  }
  /** Called by the world after each commit that recorded something. */
  committed(): void {
    this.#sequencer.kick()
  }
  drain(): Promise<void> {
    return this.#sequencer.drain()
  }

  /** Headers after a position, in order. Bodies only where a reader has the right to them: see `bodies`. */
  after(position: number, limit: number): Promise<LogHeader[]> {
    return listHeadersAfter(this.#db.query, position, limit)
  }

  /** Headers about one record, in order. */
  about(record: string, limit: number): Promise<LogHeader[]> {
    return listHeadersAbout(this.#db.query, record, limit)
  }

  /** What is still kept of the entries' bodies, by position. */
  async bodies(headers: readonly LogHeader[]): Promise<Map<number, Json>> {
    const ids = headers.map((header) => (header as LogHeader & { id: number }).id)
    const found = await listBodies(this.#db.query, ids)
    return new Map(found.map(({ seq, body }) => [seq, JSON.parse(body) as Json]))
  }

  /** Forgets what is due at `now`. Gives the number of bodies that went. */
  async forget(now: Date): Promise<number> {
    const erased = await eraseExpired(this.#db, now)
    if (erased > 0) this.#sequencer.kick()
    return erased
  }

  async stop(): Promise<void> {
    await this.#sequencer.stop()
    this.#roots.flush()
  }
}
