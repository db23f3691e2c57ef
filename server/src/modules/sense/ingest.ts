import type { World, WorldTransaction } from "../../platform/world/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import { needsClock } from "./domain/moments.ts"
import type { Observation } from "./domain/observation.ts"
import type { Point } from "./domain/points.ts"
import type { FindArea } from "./domain/rule-areas.ts"
import { LATE_MAX_MS, type RuleTracker } from "./domain/rule-tracker.ts"
import type { SignalChange } from "./domain/signal-changes.ts"
import { senseErrors } from "./errors.ts"
import { forget } from "./forget.ts"
import { type HazardRule, Memory } from "./memory.ts"
import { SeriesFeatures } from "./series-features.ts"
import { type Outcome, type Sorted, sortOut } from "./sort-out.ts"
import { loadCatalogue } from "./store/catalogue-store.ts"
import {
  correctObservation,
  ensureMonth,
  ID_BLOCK,
  insertObservations,
  monthsOf,
  type StoredObservation,
  takeIds,
} from "./store/observation-store.ts"
import { storeSignals } from "./store-signals.ts"

/** Measurements in one call: a dataArray of a day of minutes fits several times. */
export const BATCH_MAX = 20_000
/** Measurements that wait for their commit. Beyond, callers are told to come back: half a second of work at full speed. */
export const QUEUE_MAX = 60_000
/** Measurements in one transaction: more gain no speed and hold up everybody else. */
const GROUP_MAX = 20_000

interface Waiting {
  readonly rows: readonly Observation[]
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (error: unknown) => void
}

/** What a change of the catalogue brings along. */
export interface Changed<T> {
  readonly value: T
  /** Read with the catalogue as it is after the change. */
  readonly measurements: (catalogue: Catalogue) => readonly Observation[]
  /** Something was altered or taken away, not only added: memory is read anew. */
  readonly isOtherwise: boolean
}

type Decided = [RuleTracker, SignalChange[]]

function decide(touched: ReadonlyMap<RuleTracker, number>, nowMs: number): Decided[] {
  const decided: Decided[] = []
  for (const [tracker, touchedFromMs] of touched) {
    const changes = tracker.decide({ touchedFromMs, nowMs })
    if (changes.length > 0) decided.push([tracker, changes])
  }
  return decided
}

/**
 * The one way in for measurements. Many callers share a transaction: while one commits, the next gathers. A call is answered
 * after its commit, so what is acknowledged is on disk. Rules run on the same measurements, and their signals commit with them.
 */
export class Ingest {
  readonly #world: World
  readonly #rules: () => readonly HazardRule[]
  readonly #findArea: FindArea
  readonly #catalogue: () => Catalogue
  readonly #onStored: (rows: readonly StoredObservation[]) => void
  readonly #onError: (error: unknown) => void
  #queue: Waiting[] = []
  #waitingRows = 0
  #memory: Memory | undefined
  #running: Promise<void> | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #nextId = 0
  #idsUntil = 0
  readonly #months = new Set<string>()
  readonly #features = new SeriesFeatures()

  constructor(options: {
    world: World
    /** Those in force now. */
    rules: () => readonly HazardRule[]
    findArea: FindArea
    catalogue: () => Catalogue
    /** Called with what was stored or corrected, after its commit. */
    onStored?: (rows: readonly StoredObservation[]) => void
    onError: (error: unknown) => void
  }) {
    this.#world = options.world
    this.#rules = options.rules
    this.#findArea = options.findArea
    this.#catalogue = options.catalogue
    this.#onStored = options.onStored ?? (() => {})
    this.#onError = options.onError
  }

  /** Rebuilds what rules remember, and takes up the ids. */
  start(): Promise<void> {
    return this.#exclusive(async () => void (await this.#loaded()))
  }

  /** Stores measurements; resolves after the commit, in their order. Throws `SENSE_BATCH_TOO_LARGE` and `SENSE_BUSY`. */
  add(rows: readonly Observation[]): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => this.offer(rows, resolve, reject))
  }

  /** As `add`, for those who send one by one: all of a commit are called back in one go, without a promise for each. */
  offer(rows: readonly Observation[], resolve: Waiting["resolve"], reject: Waiting["reject"]): void {
    if (rows.length > BATCH_MAX) return reject(senseErrors.BATCH_TOO_LARGE({ count: rows.length, limit: BATCH_MAX }))
    if (this.#waitingRows + rows.length > QUEUE_MAX) return reject(senseErrors.BUSY({ limit: QUEUE_MAX }))
    if (rows.length === 0) return resolve([])
    this.#waitingRows += rows.length
    this.#queue.push({ rows, resolve, reject })
    this.#running ??= this.#run()
  }

  /** Judges the rules that time alone can fulfil. */
  sweep(now: Date): Promise<void> {
    return this.#exclusive(async () => {
      const memory = await this.#loaded()
      const overdue = [...memory.trackers].filter(({ rule }) => needsClock(rule))
      try {
        await this.#commit(memory, undefined, new Map(overdue.map((tracker) => [tracker, now.getTime()])), now)
      } catch (error) {
        this.#memory = undefined
        throw error
      }
    })
  }

  /**
   * Changes what is measured, and stores the measurements that came with it, in one transaction. `work` gives the measurements and
   * says which series are no longer what memory knows of them. Gives the catalogue that holds from now on.
   */
  change<T>(work: (tx: WorldTransaction) => Promise<Changed<T>>): Promise<{ value: T; catalogue: Catalogue; ids: number[] }> {
    return this.#exclusive(async () => {
      const before = await this.#loaded()
      await this.#reserveIds(BATCH_MAX)
      const now = this.#world.clock.now()
      let memory = before
      let isTouched = false
      let stored: readonly StoredObservation[] = []
      let decided: Decided[] = []
      try {
        const done = await this.#world.transact(async (tx) => {
          const changed = await work(tx)
          isTouched = true
          const catalogue = await loadCatalogue(tx.db)
          if (changed.isOtherwise) this.#features.forget()
          if (changed.isOtherwise) memory = await Memory.load(tx.db, tx.now, catalogue, this.#rules(), this.#findArea)
          else memory.extend(catalogue)
          const rows = changed.measurements(catalogue)
          if (rows.length > BATCH_MAX) throw senseErrors.BATCH_TOO_LARGE({ count: rows.length, limit: BATCH_MAX })
          const sorted = await sortOut(tx.db, memory, rows, () => this.#nextId++)
          const touched = new Map(sorted.touched)
          if (changed.isOtherwise) for (const tracker of memory.trackers) touched.set(tracker, now.getTime() - LATE_MAX_MS)
          decided = decide(touched, now.getTime())
          const raised = await this.#keep(tx, catalogue, memory, sorted, decided)
          stored = [...sorted.inserts, ...sorted.corrections]
          return { value: changed.value, catalogue, raised, ids: sorted.outcomes.map(({ id }) => id) }
        })
        for (const [i, [tracker, changes]] of decided.entries()) tracker.accept(changes, done.raised[i]!, now.getTime())
        this.#memory = memory
        this.#onStored(stored)
        return done
      } catch (error) {
        // What was refused before memory saw any of it costs nobody a reload.
        if (isTouched) this.#memory = undefined
        if (isTouched) this.#features.forget()
        throw error
      }
    })
  }

  /**
   * Changes the rules while nothing is judged. Those that `work` names are then judged by what was measured last, so that a new
   * rule speaks at once about what goes on, and not about what is over.
   */
  changeRules(work: () => Promise<readonly string[]>): Promise<void> {
    return this.#exclusive(async () => {
      const ids = await work()
      this.#memory = undefined
      const memory = await this.#loaded()
      const now = this.#world.clock.now()
      const touched = new Map<RuleTracker, number>()
      for (const tracker of memory.trackers) {
        const newestMs = Math.max(...tracker.watched.map(({ points }) => points.newest?.atMs ?? -Infinity))
        if (ids.includes(tracker.rule.id)) touched.set(tracker, newestMs)
      }
      try {
        await this.#commit(memory, undefined, touched, now)
      } catch (error) {
        this.#memory = undefined
        throw error
      }
    })
  }

  /** After stations were created. */
  refresh(): Promise<void> {
    return this.#exclusive(async () => this.#memory?.extend(this.#catalogue()))
  }

  /** Gives up old measurements. Memory is read again, because it may hold some of them. Gives the months that went. */
  forget(now: Date): Promise<string[]> {
    return this.#exclusive(async () => {
      const months = await forget(this.#world, now)
      if (months.length === 0) return months
      for (const month of months) this.#months.delete(month)
      this.#memory = undefined
      await this.#loaded()
      return months
    })
  }

  /** What measurements are about must be asked anew. */
  placesChanged(): void {
    this.#features.forget()
  }

  newest(datastream: number): Point | undefined {
    return this.#memory?.points(datastream).newest
  }

  /** Waits until everything that was taken is answered. */
  async stop(): Promise<void> {
    await this.#running
    await this.#turn
  }

  async #run(): Promise<void> {
    // One turn of the loop gathers whoever else is calling at this moment.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const group = this.#takeGroup()
      await this.#exclusive(() => this.#store(group))
    }
    this.#running = undefined
  }

  #takeGroup(): Waiting[] {
    let count = 0
    let taken = 0
    while (taken < this.#queue.length && (taken === 0 || count + this.#queue[taken]!.rows.length <= GROUP_MAX)) {
      count += this.#queue[taken]!.rows.length
      taken += 1
    }
    return this.#queue.splice(0, taken)
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    const rows = group.length === 1 ? group[0]!.rows : group.flatMap((waiting) => waiting.rows)
    this.#waitingRows -= rows.length
    try {
      const memory = await this.#loaded()
      await this.#reserveIds(rows.length)
      const sorted = await sortOut(this.#world.db.query, memory, rows, () => this.#nextId++)
      const now = this.#world.clock.now()
      await this.#commit(memory, sorted, sorted.touched, now)
      for (const datastream of new Set(rows.map((row) => row.datastream))) memory.trim(datastream, now.getTime())
      let start = 0
      for (const { rows: own, resolve } of group) resolve(sorted.outcomes.slice(start, (start += own.length)))
      this.#onStored(sorted.inserts)
      this.#onStored(sorted.corrections)
    } catch (error) {
      // Whether the commit happened may be unknown, so nothing in memory can be trusted: it is read again.
      this.#memory = undefined
      this.#features.forget()
      this.#onError(error)
      for (const { reject } of group) reject(error)
    }
  }

  async #commit(memory: Memory, sorted: Sorted | undefined, touched: ReadonlyMap<RuleTracker, number>, now: Date): Promise<void> {
    const decided = decide(touched, now.getTime())
    const { inserts = [], corrections = [] } = sorted ?? {}
    if (inserts.length + corrections.length + decided.length === 0) return
    const raised = await this.#world.react((tx) => this.#keep(tx, this.#catalogue(), memory, { inserts, corrections }, decided))
    for (const month of monthsOf(inserts)) this.#months.add(month)
    for (const [i, [tracker, changes]] of decided.entries()) tracker.accept(changes, raised[i]!, now.getTime())
  }

  /** Rows and signals of one transaction. Gives the ids of new signals. */
  async #keep(
    tx: WorldTransaction,
    catalogue: Catalogue,
    memory: Memory,
    { inserts, corrections }: Pick<Sorted, "inserts" | "corrections">,
    decided: readonly Decided[],
  ): Promise<Map<SignalChange, string>[]> {
    for (const month of monthsOf(inserts)) {
      if (!this.#months.has(month)) await ensureMonth(tx.db, month)
    }
    await insertObservations(tx.db, this.#world.db.engine, await this.#features.resolve(tx.db, inserts))
    for (const row of corrections) await correctObservation(tx.db, row)
    const raised: Map<SignalChange, string>[] = []
    for (const [tracker, changes] of decided) raised.push(await storeSignals(tx, { catalogue, memory }, tracker, changes))
    return raised
  }

  async #loaded(): Promise<Memory> {
    this.#memory ??= await Memory.load(
      this.#world.db.query,
      this.#world.clock.now(),
      this.#catalogue(),
      this.#rules(),
      this.#findArea,
    )
    return this.#memory
  }

  /** What is left of a block that is too small is given up: ids need only grow. */
  async #reserveIds(count: number): Promise<void> {
    if (this.#nextId + count <= this.#idsUntil) return
    this.#nextId = await takeIds(this.#world.db.query)
    this.#idsUntil = this.#nextId + ID_BLOCK
  }

  /** Groups, sweeps, and new stations take turns: memory has one writer. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }
}
