/** Tables are at most two thirds full, so that a search looks at few places. */
const ROOM = 1.5

/**
 * Where a number stands in a list: an open-addressed table of slots, which keeps no numbers of its own. Of a fixed size, so that no
 * insertion ever has to move everything.
 */
export class NumberTable {
  /** The slot plus one; 0 is free. */
  readonly #table: Uint32Array
  readonly #mask: number
  readonly #shift: number
  readonly #numbers: Uint32Array

  /**
   * @param numbers the number in each slot
   * @param capacity how many are in the table at most
   */
  constructor(numbers: Uint32Array, capacity: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(capacity * ROOM)))
    this.#table = new Uint32Array(2 ** bits)
    this.#mask = 2 ** bits - 1
    this.#shift = 32 - bits
    this.#numbers = numbers
  }

  get bytes(): number {
    return this.#table.byteLength
  }

  /** The slot of a number, or −1. */
  find(number: number): number {
    for (let at = this.#home(number); ; at = (at + 1) & this.#mask) {
      const entry = this.#table[at]!
      if (entry === 0) return -1
      if (this.#numbers[entry - 1] === number) return entry - 1
    }
  }

  /** The number must already stand in its slot, and must not be in the table. */
  insert(number: number, slot: number): void {
    let at = this.#home(number)
    while (this.#table[at] !== 0) at = (at + 1) & this.#mask
    this.#table[at] = slot + 1
  }

  /** The number, which is in the table, stands in another slot from now on. */
  move(number: number, slot: number): void {
    this.#table[this.#placeOf(number)] = slot + 1
  }

  /** Closes the gap, so that searches stay short however many came and went (Knuth, algorithm 6.4 R). */
  remove(number: number): void {
    let gap = this.#placeOf(number)
    for (let at = (gap + 1) & this.#mask; this.#table[at] !== 0; at = (at + 1) & this.#mask) {
      const home = this.#home(this.#numbers[this.#table[at]! - 1]!)
      // Only what the gap lies on the way to may fill it.
      if (((at - home) & this.#mask) < ((at - gap) & this.#mask)) continue
      this.#table[gap] = this.#table[at]!
      gap = at
    }
    this.#table[gap] = 0
  }

  #placeOf(number: number): number {
    let at = this.#home(number)
    while (this.#numbers[this.#table[at]! - 1] !== number) at = (at + 1) & this.#mask
    return at
  }

  /** Numbers given one after the other spread evenly (Fibonacci hashing). */
  #home(number: number): number {
    return Math.imul(number, 0x9e3779b1) >>> this.#shift
  }
}
