import { Subscriptions as Index } from "@holdfast/reach"
import type { Kysely } from "kysely"
import { expiryOf } from "../subscriptions/index.ts"
import { digestOfSet } from "./set-digest.ts"
import { countAll, listWishes, readWishes, type Wish } from "./store/wish-store.ts"

/** So many rows at a time, so that nobody waits for them longer than some milliseconds. */
const BATCH = 5_000
/** Room beyond what there is at the start; when it is used up, the index is made anew with as much again. */
const ROOM = 1.25
const CAPACITY_MIN = 10_000
/** Different areas that subscriptions name, at most. */
const AREAS_MAX = 60_000
/** A set of numbers is digested as one bit each. */
const NUMBER_MAX = 2 ** 30 - 1

/** A set of subscriptions, without saying which. */
export interface Reached {
  readonly count: number
  /** SHA-256 of the set (`digestOfSet`). */
  readonly digest: string
}

export interface ReachAsked {
  /** Ids of published areas. */
  readonly areas: readonly string[]
  readonly hazard: string
  /** 1 blue to 4 red. */
  readonly rank: number
  readonly now: Date
}

/**
 * All subscriptions of a city in memory: filled from the table in batches, then kept up with it. While it fills, or when it cannot, it
 * answers nothing, and the table is asked. Quiet hours and events that somebody has enough of are not known here: they count at the
 * moment of delivery.
 */
export class ReachIndex {
  readonly #db: Kysely<unknown>
  readonly #onError: (error: unknown) => void
  /** Numbers whose rows changed and are to be read again. */
  readonly #changed = new Set<number>()
  #areas = new Map<string, number>()
  #index: Index | undefined
  #working: Promise<void> | undefined
  /** There are more, or higher numbers, than it can hold. */
  #isBeyond = false
  #stopped = false

  constructor(db: Kysely<unknown>, onError: (error: unknown) => void) {
    this.#db = db
    this.#onError = onError
  }

  /** Begins to fill it, unless it is full already or being filled. */
  fill(): void {
    if (!this.#index && !this.#isBeyond) this.#work()
  }

  /** The row of this number is another, or gone. */
  change(number: number): void {
    // While it is not being filled nothing is followed: all of it is read when it is.
    if (!this.#index && !this.#working) return
    this.#changed.add(number)
    this.#work()
  }

  /** Undefined while it is not ready. */
  match({ areas, hazard, rank, now }: ReachAsked): Reached | undefined {
    if (!this.#index) return undefined
    const places = new Set(areas.flatMap((area) => this.#areas.get(area) ?? []))
    const numbers = this.#index.list(Uint32Array.from(places), { hazard, level: rank, now: Math.floor(now.getTime() / 1000) })
    return { count: numbers.length, digest: digestOfSet(numbers) }
  }

  /** How many there are in these areas, whatever they ask for; undefined while it is not ready. */
  countIn(areas: readonly string[]): number | undefined {
    const places = new Set(areas.flatMap((area) => this.#areas.get(area) ?? []))
    return this.#index?.countAll(Uint32Array.from(places))
  }

  /** How many it has; undefined while it is not ready. */
  get size(): number | undefined {
    return this.#index?.size
  }

  /** Lets go what has run out. */
  expire(now: Date): void {
    this.#index?.expire(Math.floor(now.getTime() / 1000))
  }

  /** Resolves when all that was told until now is in it. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.settled()
  }

  #work(): void {
    this.#working ??= this.#run()
      .catch((error: unknown) => {
        // What it missed is not known: it begins anew when it is next asked to.
        this.#index = undefined
        this.#onError(error)
      })
      .finally(() => {
        this.#working = undefined
        if (this.#index && this.#changed.size > 0 && !this.#stopped) this.#work()
      })
  }

  async #run(): Promise<void> {
    this.#index ??= await this.#read(Math.max(CAPACITY_MIN, (await countAll(this.#db)) * ROOM))
    while (this.#index && this.#changed.size > 0 && !this.#stopped) {
      const numbers = [...this.#changed].slice(0, BATCH)
      for (const number of numbers) this.#changed.delete(number)
      const rows = new Map((await readWishes(this.#db, numbers)).map((wish) => [wish.number, wish]))
      for (const number of numbers) {
        const wish = rows.get(number)
        if (!wish) this.#index.remove(number)
        else if (!this.#put(this.#index, wish)) {
          // Full. What else was told meanwhile is in the table too.
          this.#index = await this.#read(this.#index.capacity * 2)
          break
        }
      }
    }
    if (!this.#index) this.#changed.clear()
  }

  /** Undefined when it cannot hold them, or was stopped. */
  async #read(capacity: number): Promise<Index | undefined> {
    const whole = Math.ceil(capacity)
    const index = new Index(Math.min(AREAS_MAX, whole), whole)
    this.#areas = new Map()
    for (let after = 0; !this.#stopped; ) {
      const wishes = await listWishes(this.#db, { after, limit: BATCH })
      for (const wish of wishes) {
        if (this.#put(index, wish)) continue
        this.#isBeyond = wish.number > NUMBER_MAX || this.#areas.size === AREAS_MAX
        return this.#isBeyond ? undefined : this.#read(whole * 2)
      }
      if (wishes.length < BATCH) return index
      after = wishes.at(-1)!.number
    }
    return undefined
  }

  #put(index: Index, { number, area, hazards, minLevel, touchedAt }: Wish): boolean {
    if (number > NUMBER_MAX) return false
    let place = this.#areas.get(area)
    if (place === undefined) {
      if (this.#areas.size === Math.min(AREAS_MAX, index.capacity)) return false
      place = this.#areas.size
      this.#areas.set(area, place)
    }
    return index.put({ number, place, hazards, minLevel, expires: expiryOf({ touchedAt }).getTime() / 1000 })
  }
}
