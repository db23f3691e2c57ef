import { assert } from "@holdfast/kernel"
import { NumberTable } from "./number-table.ts"
import { SubscriptionKinds, type Wanted } from "./subscription-kinds.ts"

/** Subscriptions of one area stand in blocks of so many, each all of one area: read in a row, and freed whole. */
const BLOCK = 64
const BLOCK_BITS = 6
/** No block. */
const NONE = 0xffffffff
const NUMBER_MAX = 0xffffffff
/** What an expiry is rounded up to, in seconds. */
const EXPIRY_MAX = 0xffffffff

export interface Subscription extends Wanted {
  /** From 0 to 4,294,967,295, its own for ever. */
  readonly number: number
  /** The place of its area in the `AreaIndex`. */
  readonly place: number
  /** From this second since 1970 on it counts no more. */
  readonly expires: number
}

/** Whom a warning is for: who asked for its hazard at its level, and has not run out at `now`, in seconds since 1970. */
export interface Asked {
  readonly hazard: string
  readonly level: number
  readonly now: number
}

/**
 * Subscriptions by area, in typed arrays of a fixed size: 10 bytes each and 6 of a table that finds them by number. Nothing is ever
 * moved or enlarged as a whole, so no change takes longer than others. Everything is synchronous: whoever reads sees all changes that
 * were made before and none that come later.
 */
export class Subscriptions {
  readonly capacity: number
  readonly #kinds = new SubscriptionKinds()
  readonly #numbers: Uint32Array
  readonly #kindOf: Uint16Array
  readonly #expires: Uint32Array
  readonly #table: NumberTable
  /** By block: the next one of the same area or of the free ones, its area, and the earliest expiry that it may hold. */
  readonly #next: Uint32Array
  readonly #place: Uint32Array
  readonly #earliest: Uint32Array
  /** By area: its first block, which alone may have room; how many that one holds; how many the area has. */
  readonly #head: Uint32Array
  readonly #inHead: Uint8Array
  readonly #inArea: Uint32Array
  #free = NONE
  #blocksUsed = 0
  #size = 0

  /**
   * @param areas how many places there are
   * @param capacity how many subscriptions there are at most
   */
  constructor(areas: number, capacity: number) {
    // Each area may have one block that is not full.
    const blocks = Math.ceil(capacity / BLOCK) + areas
    assert(blocks * BLOCK <= NUMBER_MAX, "so many subscriptions have slots")
    this.capacity = capacity
    this.#numbers = new Uint32Array(blocks * BLOCK)
    this.#kindOf = new Uint16Array(blocks * BLOCK)
    this.#expires = new Uint32Array(blocks * BLOCK)
    this.#table = new NumberTable(this.#numbers, capacity)
    this.#next = new Uint32Array(blocks)
    this.#place = new Uint32Array(blocks)
    this.#earliest = new Uint32Array(blocks)
    this.#head = new Uint32Array(areas).fill(NONE)
    this.#inHead = new Uint8Array(areas)
    this.#inArea = new Uint32Array(areas)
  }

  get size(): number {
    return this.#size
  }

  /** What the typed arrays hold in memory. */
  get bytes(): number {
    const lists = [this.#numbers, this.#kindOf, this.#expires, this.#next, this.#place, this.#earliest, this.#head, this.#inArea]
    return this.#table.bytes + this.#inHead.byteLength + lists.reduce((sum, list) => sum + list.byteLength, 0)
  }

  /** Adds a subscription, or changes the one with this number. False when there is no room left for it: nothing has changed then. */
  put({ number, place, hazards, minLevel, expires }: Subscription): boolean {
    assert(Number.isInteger(number) && number >= 0 && number <= NUMBER_MAX, "a subscription has a number of 32 bits")
    const kind = this.#kinds.numberOf({ hazards, minLevel })
    if (kind === undefined) return false
    const known = this.#table.find(number)
    if (known < 0 && this.#size === this.capacity) return false
    const until = Math.min(EXPIRY_MAX, Math.max(0, Math.ceil(expires)))
    if (known >= 0 && this.#place[known >>> BLOCK_BITS] === place) this.#write(known, kind, until)
    else {
      if (known >= 0) this.#take(known)
      const slot = this.#roomIn(place)
      this.#numbers[slot] = number
      this.#table.insert(number, slot)
      this.#write(slot, kind, until)
    }
    return true
  }

  /** Whether it was there. */
  remove(number: number): boolean {
    const slot = this.#table.find(number)
    if (slot >= 0) this.#take(slot)
    return slot >= 0
  }

  /** Removes what has run out at `now`, in seconds since 1970; gives how many. Blocks in which nothing can have are passed over. */
  expire(now: number): number {
    const before = this.#size
    for (let place = 0; place < this.#head.length; place += 1) {
      for (let block = this.#head[place]!; block !== NONE; ) {
        // Read before, because the block may be freed.
        const next = this.#next[block]!
        if (this.#earliest[block]! <= now) this.#expireBlock(place, block, now)
        block = next
      }
    }
    return before - this.#size
  }

  /** How many there are in these places, whatever they ask for and also when they have run out. */
  countAll(places: Uint32Array): number {
    let sum = 0
    for (const place of places) sum += this.#inArea[place]!
    return sum
  }

  /** The numbers of the subscriptions in these places that ask for it, in no order, each once when each place is given once. */
  list(places: Uint32Array, { hazard, level, now }: Asked, into = new Uint32Array(this.countAll(places))): Uint32Array {
    const asking = this.#kinds.askingFor(hazard, level)
    const [numbers, kinds, expires] = [this.#numbers, this.#kindOf, this.#expires]
    let count = 0
    for (const place of places) {
      let slots = this.#inHead[place]!
      for (let block = this.#head[place]!; block !== NONE; block = this.#next[block]!, slots = BLOCK) {
        const from = block * BLOCK
        // Written in any case and kept by counting on: no branch has to be guessed for each of a million.
        if (this.#earliest[block]! > now) {
          for (let slot = from; slot < from + slots; slot += 1) {
            into[count] = numbers[slot]!
            count += asking[kinds[slot]!]!
          }
        } else {
          for (let slot = from; slot < from + slots; slot += 1) {
            into[count] = numbers[slot]!
            count += expires[slot]! > now ? asking[kinds[slot]!]! : 0
          }
        }
      }
    }
    return into.subarray(0, count)
  }

  #write(slot: number, kind: number, expires: number): void {
    this.#kindOf[slot] = kind
    this.#expires[slot] = expires
    const block = slot >>> BLOCK_BITS
    if (expires < this.#earliest[block]!) this.#earliest[block] = expires
  }

  /** A free slot at the end of an area's first block, counted as taken. */
  #roomIn(place: number): number {
    if (this.#head[place] === NONE || this.#inHead[place] === BLOCK) {
      const block = this.#free === NONE ? this.#blocksUsed++ : this.#free
      if (block === this.#free) this.#free = this.#next[block]!
      this.#next[block] = this.#head[place]!
      this.#place[block] = place
      this.#earliest[block] = EXPIRY_MAX
      this.#head[place] = block
      this.#inHead[place] = 0
    }
    this.#size += 1
    this.#inArea[place]! += 1
    return this.#head[place]! * BLOCK + this.#inHead[place]!++
  }

  /** Takes one out: the last of its area's first block comes into its slot. */
  #take(slot: number): void {
    const place = this.#place[slot >>> BLOCK_BITS]!
    const head = this.#head[place]!
    const last = head * BLOCK + --this.#inHead[place]!
    this.#table.remove(this.#numbers[slot]!)
    if (slot !== last) {
      this.#numbers[slot] = this.#numbers[last]!
      this.#table.move(this.#numbers[slot]!, slot)
      this.#write(slot, this.#kindOf[last]!, this.#expires[last]!)
    }
    this.#size -= 1
    this.#inArea[place]! -= 1
    if (this.#inHead[place]! > 0) return
    this.#head[place] = this.#next[head]!
    this.#inHead[place] = this.#head[place] === NONE ? 0 : BLOCK
    this.#next[head] = this.#free
    this.#free = head
  }

  /**
   * From its end: what comes into a freed slot is the last of the area's first block, and that was looked at before, because blocks are
   * looked at from the first on, and the first is this one at the latest when all before it are used up.
   */
  #expireBlock(place: number, block: number, now: number): void {
    const from = block * BLOCK
    const slots = () => (this.#head[place] === block ? this.#inHead[place]! : BLOCK)
    for (let slot = from + slots() - 1; slot >= from; slot -= 1) if (this.#expires[slot]! <= now) this.#take(slot)
    let earliest = EXPIRY_MAX
    for (let slot = from; slot < from + slots(); slot += 1) earliest = Math.min(earliest, this.#expires[slot]!)
    this.#earliest[block] = earliest
  }
}
