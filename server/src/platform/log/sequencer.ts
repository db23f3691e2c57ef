import type { Database } from "../db/index.ts"
import { headerLeaf, type LogHeader } from "./entry.ts"
import type { Frontier } from "./merkle.ts"
import { getFrontier, hasUnsequenced, listUnplaced, putPositions } from "./store.ts"

const BATCH_MAX = 2_000
const RETRY_MS = 500
/**
 * Between two passes. Each makes all writers wait for a moment and has a commit of its own, so one for each of many commits would
 * cost more than they do; the first after a silence comes at once.
 */
const PAUSE_MS = 20

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
  #endedMs = Number.NEGATIVE_INFINITY
  #pause: NodeJS.Timeout | undefined
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
    this.#begin()
    await this.#running
  }

  /** Says that something was committed. Many kicks during one pass, or in the pause after it, cause one more. */
  kick(): void {
    if (this.#stopped || this.#pause) return
    if (this.#running) {
      this.#again = true
      return
    }
    const restMs = this.#endedMs + PAUSE_MS - performance.now()
    if (restMs > 0) this.#pause = setTimeout(() => this.#begin(), restMs)
    else this.#begin()
  }

  /** Waits until all that was committed before has its position. */
  async drain(): Promise<void> {
    do {
      if (this.#running) this.#again = true
      else this.#begin()
      await this.#running
    } while (await hasUnsequenced(this.#db.query))
  }

  async stop(): Promise<void> {
    await this.drain()
    this.#stopped = true
    clearTimeout(this.#pause)
    await this.#running
  }

  #begin(): void {
    clearTimeout(this.#pause)
    this.#pause = undefined
    if (this.#stopped || this.#running) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      this.#endedMs = performance.now()
      if (this.#again) this.kick()
    })
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
