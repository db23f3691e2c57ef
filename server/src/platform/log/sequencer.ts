import type { Database } from "../db/index.ts"
import { headerLeaf, type LogHeader } from "./entry.ts"
import type { Frontier } from "./merkle.ts"
import { getFrontier, hasUnsequenced, listUnplaced, putPositions } from "./store.ts"

const BATCH_MAX = 2_000
const RETRY_MS = 500

export interface Sequenced {
  readonly headers: readonly LogHeader[]
  readonly size: number
  readonly root: Buffer
}

/**
 * The one place that gives log entries their positions. Readers follow positions, never ids or times: those become visible out
 * of order when transactions commit out of order. A long transaction does not hold this up, because entries, and with them the
 * shared lock, come last in their transaction.
 */
export class Sequencer {
  readonly #db: Database
  readonly #onSequenced: (batch: Sequenced) => void
  #running: Promise<void> | undefined
  #again = false
  #stopped = false
  #size = 0
  /** The right edge of the tree as the last pass left it: one process has one sequencer. */
  #frontier: Frontier | undefined

  constructor(db: Database, onSequenced: (batch: Sequenced) => void) {
    this.#db = db
    this.#onSequenced = onSequenced
  }

  /** The position of the newest entry that readers may see. */
  get position(): number {
    return this.#size
  }

  async start(): Promise<void> {
    this.#size = (await getFrontier(this.#db.query)).size
    this.kick()
    await this.#running
  }

  /** Says that something was committed. Many kicks during one pass cause one more. */
  kick(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#again) this.kick()
    })
  }

  /** Waits until all that was committed before has its position. */
  async drain(): Promise<void> {
    do {
      this.kick()
      await this.#running
    } while (await hasUnsequenced(this.#db.query))
  }

  async stop(): Promise<void> {
    await this.drain()
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    this.#again = false
    try {
      for (;;) {
        const batch = await this.#pass()
        if (!batch) return
        this.#size = batch.size
        this.#onSequenced(batch)
        // What came later kicked, and begins the next pass.
        if (batch.headers.length < BATCH_MAX) return
      }
    } catch {
      // The edge is read anew: nobody knows whether a pass that failed was kept. The entries are safe without a position, and a
      // database that is away for a moment is asked again.
      this.#frontier = undefined
      if (!this.#stopped) setTimeout(() => this.kick(), RETRY_MS).unref()
    }
  }

  async #pass(): Promise<Sequenced | undefined> {
    const found = await listUnplaced(this.#db.query, BATCH_MAX)
    if (found.length === 0) return undefined
    const frontier = this.#frontier ?? (await getFrontier(this.#db.query))
    const sizeBefore = frontier.size
    const headers: LogHeader[] = []
    const placed = found.map((stored) => {
      const header = { ...stored, seq: frontier.size + 1 }
      const leaf = headerLeaf(header)
      frontier.append(leaf)
      headers.push(header)
      return { id: stored.id, leaf }
    })
    await putPositions(this.#db.query, { sizeBefore, placed, frontier })
    this.#frontier = frontier
    return { headers, size: frontier.size, root: frontier.root() }
  }
}
