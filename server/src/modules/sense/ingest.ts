import { sendLast } from "../../platform/db/index.ts"
import type { Figure } from "../../platform/http/index.ts"
import type { Waiter } from "../../platform/mqtt/index.ts"
import type { World, WorldTransaction } from "../../platform/world/index.ts"
import { Batch, type Call, type Outcome, type Plain } from "./batch.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import { needsClock } from "./domain/moments.ts"
import type { Observation } from "./domain/observation.ts"
import type { Point } from "./domain/points.ts"
import type { FindArea } from "./domain/rule-areas.ts"
import { LATE_MAX_MS, type RuleTracker } from "./domain/rule-tracker.ts"
import type { SignalChange } from "./domain/signal-changes.ts"
import { endUnwatched } from "./end-unwatched.ts"
import { senseErrors } from "./errors.ts"
import { forget } from "./forget.ts"
import { type HazardRule, Memory } from "./memory.ts"
import { readState } from "./rollups/index.ts"
import { SeriesFeatures } from "./series-features.ts"
import { sortOut } from "./sort-out.ts"
import { keepAnswers, type NewAnswer } from "./store/answer-store.ts"
import { growCatalogue, loadCatalogue, type Made } from "./store/catalogue-store.ts"
import {
  correctObservation,
  ensureMonth,
  ID_BLOCK,
  insertObservations,
  monthsOf,
  type StoredObservation,
  takeIds,
} from "./store/observation-store.ts"
import { noteInserted } from "./store/tally-store.ts"
import { storeSignals } from "./store-signals.ts"

/** Measurements in one call: a dataArray of a day of minutes fits several times. */
export const BATCH_MAX = 20_000
/** Measurements that wait for their commit. Beyond, callers are told to come back: half a second of work at full speed. */
export const QUEUE_MAX = 60_000
/** More than that for what devices offer one by one, so that callers with many cannot keep them out. The listener bounds them itself. */
const OFFERED_MAX = 40_000
/** Measurements in one transaction: more gain no speed and hold up everybody else. */
const GROUP_MAX = 20_000
/** Measurements of devices in one transaction, so that some are on their way to the disk while others are read and told. */
const SHARED_MAX = 4_000

/** What a change of the catalogue brings along. */
export interface Changed<T> {
  readonly value: T
  /** Read with the catalogue as it is after the change. */
  readonly measurements: (catalogue: Catalogue) => readonly Observation[]
  /** Something was altered or taken away, not only added: memory is read anew. */
  readonly isOtherwise: boolean
  /** Everything that was added, where nothing else was done: then only that is read. */
  readonly made?: Made | undefined
  /** Last in the transaction, with the ids of the measurements: what is to be kept for one who may ask for this again. */
  readonly note?: ((ids: readonly number[]) => Promise<NewAnswer>) | undefined
}

type Decided = [RuleTracker, SignalChange[]]

/** What was stored or corrected. */
type Kept = Iterable<Pick<StoredObservation, "id" | "datastream">>

/** What a commit keeps of a batch: all that is new in it, and corrections of what was stored before, by their places. */
interface Sorted {
  readonly batch: Batch
  readonly corrections: readonly number[]
  readonly answers?: readonly NewAnswer[]
}

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
  readonly #onStored: (rows: Kept) => void
  readonly #onFeatures: (made: readonly number[]) => void
  readonly #onError: (error: unknown) => void
  #queue: Batch[] = []
  readonly #spare: Batch[] = []
  #waitingRows = 0
  /** Measurements that were refused because too many waited. */
  #refusedRows = 0
  #memory: Memory | undefined
  #running: Promise<void> | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #telling = 0
  #nextId = 0
  #idsUntil = 0
  /** What comes for before it is looked at by the database: its hour may be rolled up. */
  #markedUntilMs = Infinity
  readonly #months = new Set<string>()
  readonly #features = new SeriesFeatures()

  constructor(options: {
    world: World
    /** Those in force now. */
    rules: () => readonly HazardRule[]
    findArea: FindArea
    catalogue: () => Catalogue
    /** Called with what was stored or corrected, after its commit. */
    onStored?: (rows: Kept) => void
    /** Called with the features of interest that measurements without one made, after their commit. */
    onFeatures?: (made: readonly number[]) => void
    onError: (error: unknown) => void
  }) {
    this.#world = options.world
    this.#rules = options.rules
    this.#findArea = options.findArea
    this.#catalogue = options.catalogue
    this.#onStored = options.onStored ?? (() => {})
    this.#onFeatures = options.onFeatures ?? (() => {})
    this.#onError = options.onError
  }

  /** Rebuilds what rules remember, and takes up the ids. */
  start(): Promise<void> {
    return this.#exclusive(async () => {
      this.#markedUntilMs = (await readState(this.#world.db.query)).markedUntil.getTime()
      await this.#loaded()
    })
  }

  /** Hours before `until` are rolled up from now on: what comes for them is noted. In a turn of `quiet`. */
  mark(until: Date): void {
    this.#markedUntilMs = Math.max(this.#markedUntilMs, until.getTime())
  }

  /**
   * Stores measurements; resolves after the commit, in their order. What `note` makes of the outcomes is kept in the same transaction.
   * Throws `SENSE_BATCH_TOO_LARGE` and `SENSE_BUSY`.
   */
  add(rows: readonly Observation[], note?: Call["note"]): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject: Call["reject"]) => {
      if (rows.length > BATCH_MAX) return reject(senseErrors.BATCH_TOO_LARGE({ count: rows.length, limit: BATCH_MAX }))
      if (rows.length === 0) return resolve([])
      const batch = this.#room(rows.length)
      if (batch) batch.addCall(rows, { resolve, reject, note })
      else reject(senseErrors.BUSY({ limit: QUEUE_MAX }))
    })
  }

  /** Stores what is a time and a number, and tells its waiter after the commit, or that it cannot be taken now. */
  offer(plain: Plain, waiter: Waiter, token: number): void {
    const batch = this.#room(1, QUEUE_MAX + OFFERED_MAX)
    if (batch) batch.add(plain, waiter, token)
    else waiter.settled(token, senseErrors.BUSY({ limit: QUEUE_MAX + OFFERED_MAX }))
  }

  /** As `offer`, for one that may have more. */
  offerRow(row: Observation, waiter: Waiter, token: number): void {
    const batch = this.#room(1, QUEUE_MAX + OFFERED_MAX)
    if (batch) batch.addRow(row, waiter, token)
    else waiter.settled(token, senseErrors.BUSY({ limit: QUEUE_MAX + OFFERED_MAX }))
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
      let stored: Kept = []
      let decided: Decided[] = []
      try {
        const done = await this.#world.transact(async (tx) => {
          const changed = await work(tx)
          isTouched = true
          const { isOtherwise, made } = changed
          const catalogue =
            isOtherwise || !made ? await loadCatalogue(tx.db) : await growCatalogue(tx.db, this.#catalogue(), made)
          if (changed.isOtherwise) this.#features.forget()
          if (changed.isOtherwise) {
            memory = await Memory.load(tx.db, tx.now, catalogue, this.#rules(), this.#findArea)
            await endUnwatched(tx, memory)
          } else memory.extend(catalogue)
          const rows = changed.measurements(catalogue)
          if (rows.length > BATCH_MAX) throw senseErrors.BATCH_TOO_LARGE({ count: rows.length, limit: BATCH_MAX })
          const batch = Batch.of(rows)
          const sorted = await sortOut(tx.db, memory, batch, this.#takeIds(batch.count))
          const touched = new Map(sorted.touched)
          if (changed.isOtherwise) for (const tracker of memory.trackers) touched.set(tracker, now.getTime() - LATE_MAX_MS)
          decided = decide(touched, now.getTime())
          const { raised, features } = await this.#keep(
            tx,
            catalogue,
            memory,
            { batch, corrections: sorted.corrections },
            decided,
          )
          stored = [...batch.kept()]
          const ids = [...batch.ids]
          if (changed.note) {
            // The note tells of measurements that would else travel with the commit.
            await sendLast(tx.db)
            await keepAnswers(tx.db, [await changed.note(ids)], tx.now)
          }
          return { value: changed.value, catalogue, raised, features, ids }
        })
        for (const [i, [tracker, changes]] of decided.entries()) tracker.accept(changes, done.raised[i]!, now.getTime())
        this.#memory = memory
        this.#onFeatures(done.features)
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

  /** Runs work while no measurement is written. */
  quiet<T>(work: () => Promise<T>): Promise<T> {
    return this.#exclusive(work)
  }

  /** What measurements are about must be asked anew. */
  placesChanged(): void {
    this.#features.forget()
  }

  /** How much waits and was refused, for `/metrics`. */
  figures(): Figure[] {
    const name = "holdfast_measurements"
    const refused = "Measurements refused since the start because too many waited; their senders were told to come back"
    return [
      { name: `${name}_waiting`, help: "Measurements that wait for their commit", labels: {}, value: this.#waitingRows },
      { name: `${name}_refused`, help: refused, labels: { reason: "busy" }, value: this.#refusedRows },
    ]
  }

  newest(datastream: number): Point | undefined {
    return this.#memory?.points(datastream).newest
  }

  /** Waits until everything that was taken is answered. */
  async stop(): Promise<void> {
    await this.#running
    await this.#turn
    while (this.#telling > 0) await new Promise((resolve) => setImmediate(resolve))
  }

  async #run(): Promise<void> {
    // One turn of the loop gathers whoever else is calling at this moment.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const batch = this.#queue.shift()!
      await this.#exclusive(() => this.#store(batch))
    }
    this.#running = undefined
  }

  /** A batch that takes so many more, and that will be stored; undefined when too many wait. */
  #room(count: number, limit = QUEUE_MAX): Batch | undefined {
    if (this.#waitingRows + count > limit) {
      this.#refusedRows += count
      return undefined
    }
    this.#waitingRows += count
    let last = this.#queue.at(-1)
    if (!last || last.count + count > last.capacity || (count === 1 && last.count >= SHARED_MAX)) {
      last = this.#spare.pop() ?? new Batch(GROUP_MAX)
      this.#queue.push(last)
    }
    this.#running ??= this.#run()
    return last
  }

  async #store(batch: Batch): Promise<void> {
    this.#waitingRows -= batch.count
    try {
      const memory = await this.#loaded()
      batch.refuse(
        (datastream) => !memory.has(datastream),
        (datastream) => senseErrors.DATASTREAM_NOT_FOUND({ datastream: `${datastream}` }),
      )
      await this.#reserveIds(batch.count)
      const { touched, corrections, series } = await sortOut(this.#world.db.query, memory, batch, this.#takeIds(batch.count))
      const now = this.#world.clock.now()
      await this.#commit(memory, { batch, corrections, answers: batch.answers() }, touched, now)
      for (const own of series) memory.trim(own, now.getTime())
      memory.bound(batch.count)
      this.#tellLater(batch)
    } catch (error) {
      // Whether the commit happened may be unknown, so nothing in memory can be trusted: it is read again.
      this.#memory = undefined
      this.#features.forget()
      this.#onError(error)
      batch.reject(error)
      this.#free(batch)
    }
  }

  /** The next group is sent to the disk first: telling many takes as long. */
  #tellLater(batch: Batch): void {
    this.#telling += 1
    setImmediate(() => {
      batch.resolve()
      this.#onStored(batch.kept())
      this.#free(batch)
      this.#telling -= 1
    })
  }

  #free(batch: Batch): void {
    batch.clear()
    this.#spare.push(batch)
  }

  async #commit(memory: Memory, sorted: Sorted | undefined, touched: ReadonlyMap<RuleTracker, number>, now: Date): Promise<void> {
    const decided = decide(touched, now.getTime())
    const fresh = sorted?.batch.fresh ?? new Int32Array(0)
    const { corrections = [], answers = [] } = sorted ?? {}
    if (fresh.length + corrections.length + answers.length + decided.length === 0) return
    const { raised, features } = await this.#world.react((tx) => this.#keep(tx, this.#catalogue(), memory, sorted, decided))
    this.#onFeatures(features)
    if (sorted) for (const month of monthsOf(sorted.batch.atMs, fresh)) this.#months.add(month)
    for (const [i, [tracker, changes]] of decided.entries()) tracker.accept(changes, raised[i]!, now.getTime())
  }

  /** Rows and signals of one transaction. Gives the ids of new signals, and of features that were made. */
  async #keep(
    tx: WorldTransaction,
    catalogue: Catalogue,
    memory: Memory,
    sorted: Sorted | undefined,
    decided: readonly Decided[],
  ): Promise<{ raised: Map<SignalChange, string>[]; features: readonly number[] }> {
    let features: readonly number[] = []
    if (sorted) {
      const { batch, corrections, answers = [] } = sorted
      const fresh = batch.fresh
      for (const month of monthsOf(batch.atMs, fresh)) if (!this.#months.has(month)) await ensureMonth(tx.db, month)
      features = await this.#features.resolve(tx.db, batch, fresh)
      await insertObservations(tx.db, this.#world.db.engine, batch, fresh)
      await noteInserted(tx.db, batch, fresh, this.#markedUntilMs)
      for (const place of corrections) await correctObservation(tx.db, batch.at(place))
      await keepAnswers(tx.db, answers, tx.now)
    }
    const raised: Map<SignalChange, string>[] = []
    for (const [tracker, changes] of decided) raised.push(await storeSignals(tx, { catalogue, memory }, tracker, changes))
    return { raised, features }
  }

  async #loaded(): Promise<Memory> {
    if (this.#memory) return this.#memory
    const { db, clock } = this.#world
    const memory = await Memory.load(db.query, clock.now(), this.#catalogue(), this.#rules(), this.#findArea)
    if (memory.unwatched.length > 0) await this.#world.react((tx) => endUnwatched(tx, memory))
    this.#memory = memory
    return memory
  }

  /** What is left of a block that is too small is given up: ids need only grow. */
  async #reserveIds(count: number): Promise<void> {
    if (this.#nextId + count <= this.#idsUntil) return
    this.#nextId = await takeIds(this.#world.db.query)
    this.#idsUntil = this.#nextId + ID_BLOCK
  }

  /** The first of so many ids that were reserved. */
  #takeIds(count: number): number {
    const first = this.#nextId
    this.#nextId += count
    return first
  }

  /** Groups, sweeps, and new stations take turns: memory has one writer. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }
}
