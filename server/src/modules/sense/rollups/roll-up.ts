import { setTimeout } from "node:timers/promises"
import type { World } from "../../../platform/world/index.ts"
import { settledUntilMs } from "../domain/settled.ts"
import { summarizeTimes } from "../store/observation-store.ts"
import { compactTally } from "../store/tally-store.ts"
import { rollDue, rollHour } from "./store/roll-store.ts"
import { listHours, readState, setMarked, setRolled } from "./store/state-store.ts"

/** Hours that are listed at once, and hours of a series that are rolled up again while nothing is written. */
const HOURS_AT_ONCE = 200
const DUE_AT_ONCE = 500
/** So many times as long as measurements were kept out, they are let in again. */
const REST_SHARE = 4
/** How often what came late is looked for, in the world's time. */
const DUE_EVERY_MS = 10_000

/**
 * Rolls measurements up once their hour is settled, beside everything else that goes on, and again when something in it changed.
 * Readers take what is rolled up until `rolled_until`, and measurements from there on.
 */
export class RollUps {
  readonly #world: World
  readonly #quiet: <T>(work: () => Promise<T>) => Promise<T>
  readonly #mark: (until: Date) => void
  readonly #onError: (error: unknown) => void
  #running: Promise<void> | undefined
  #isStopped = false
  #lastMs = Number.NEGATIVE_INFINITY

  /**
   * @param options.quiet runs work while no measurement is written
   * @param options.mark is told, in such a turn, that what comes from now on for before a time is to be noted
   */
  constructor(options: {
    readonly world: World
    readonly quiet: <T>(work: () => Promise<T>) => Promise<T>
    readonly mark: (until: Date) => void
    readonly onError: (error: unknown) => void
  }) {
    this.#world = options.world
    this.#quiet = options.quiet
    this.#mark = options.mark
    this.#onError = options.onError
  }

  /** Begins, unless it goes on already or did just before. What fails is told and tried again the next time. */
  kick(now: Date): void {
    if (this.#running || now.getTime() - this.#lastMs < DUE_EVERY_MS) return
    void this.run(now).catch(this.#onError)
  }

  /** Rolls up everything that is settled or due. */
  run(now: Date): Promise<void> {
    this.#lastMs = now.getTime()
    this.#running ??= this.#run(now).finally(() => (this.#running = undefined))
    return this.#running
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running?.catch(() => {})
  }

  async #run(now: Date): Promise<void> {
    const { markedUntil } = await readState(this.#world.db.query)
    const until = new Date(Math.max(markedUntil.getTime(), settledUntilMs(now.getTime())))
    // Whoever writes into these hours from now on notes it, also if nobody can know whether the commit happened.
    const mark = () => {
      this.#mark(until)
      return this.#world.react((tx) => setMarked(tx.db, until))
    }
    if (until > markedUntil) await this.#quiet(mark)
    await this.#rollHours(until)
    for (let taken = DUE_AT_ONCE; taken === DUE_AT_ONCE && !this.#isStopped; ) {
      const startedMs = performance.now()
      taken = await this.#quiet(() => this.#world.react((tx) => rollDue(tx.db, DUE_AT_ONCE)))
      // Whoever sends the past of many series must not be kept waiting by what it makes due.
      if (taken === DUE_AT_ONCE) await setTimeout(REST_SHARE * (performance.now() - startedMs))
    }
    if (this.#isStopped) return
    await compactTally(this.#world.db.query)
    await summarizeTimes(this.#world.db.query)
  }

  async #rollHours(until: Date): Promise<void> {
    for (;;) {
      const { rolledUntil } = await readState(this.#world.db.query)
      if (rolledUntil >= until) return
      const hours = await listHours(this.#world.db.query, { from: rolledUntil, until, limit: HOURS_AT_ONCE })
      for (const { hour, n } of hours) {
        if (this.#isStopped) return
        await this.#world.react((tx) => rollHour(tx.db, hour, n))
      }
      if (hours.length === HOURS_AT_ONCE) continue
      await this.#world.react((tx) => setRolled(tx.db, until))
      return
    }
  }
}
