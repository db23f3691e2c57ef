/**
 * Seeded random numbers: the same seed gives the same city, drill, and test on every machine.
 * xoshiro128** (Blackman and Vigna, 2021), seeded by splitmix32. Not for secrets.
 */
export class Random {
  #s0: number
  #s1: number
  #s2: number
  #s3: number
  constructor(seed: number) {
    let state = seed >>> 0
    const next = () => {
      state = (state + 0x9e3779b9) >>> 0
      let z = state
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
      return (z ^ (z >>> 15)) >>> 0
    }
    this.#s0 = next()
    this.#s1 = next()
    this.#s2 = next()
    this.#s3 = next()
  }
  /** A whole number from 0 to 2³² − 1. */
  uint32(): number {
    const rotated = Math.imul(this.#s1, 5)
    const result = Math.imul((rotated << 7) | (rotated >>> 25), 9) >>> 0
    const t = this.#s1 << 9
    this.#s2 ^= this.#s0
    this.#s3 ^= this.#s1
    this.#s1 ^= this.#s2
    this.#s0 ^= this.#s3
    this.#s2 ^= t
    this.#s3 = (this.#s3 << 11) | (this.#s3 >>> 21)
    return result
  }
  /** From 0 up to, not including, 1. */
  float(): number {
    return this.uint32() / 4294967296
  }
  /** A whole number from 0 up to, not including, `end`. */
  int(end: number): number {
    return Math.floor(this.float() * end)
  }
  between(low: number, high: number): number {
    return low + this.float() * (high - low)
  }
  /** Normal distribution, by Box and Muller. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.float())
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)]
    if (item === undefined) throw new Error("Assertion failed: pick from an empty list")
    return item
  }
  chance(probability: number): boolean {
    return this.float() < probability
  }
  /** A new independent stream, so that one part of a city can grow without moving the others. */
  fork(label: string): Random {
    let hash = this.uint32()
    for (const char of label) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
    return new Random(hash)
  }
}
