import type { Bilingual } from "@holdfast/contracts"

/** A page tells of itself every 20 seconds; who has said nothing for so long has left. */
const GONE_AFTER_MS = 45_000
/** More at once than a city has desks. */
const PRESENT_MAX = 500

interface Seen {
  readonly name: Bilingual
  readonly atMs: number
}

/** Who is writing on which draft now. Only in memory, and only now: nothing tells afterwards who was where when. */
export class Presence {
  readonly #seen = new Map<string, Seen>()

  /** @param nowMs of a clock that only goes forward */
  touch(warning: string, name: Bilingual, nowMs: number): void {
    if (this.#seen.size >= PRESENT_MAX && !this.#seen.has(warning)) this.#forget(nowMs)
    if (this.#seen.size < PRESENT_MAX || this.#seen.has(warning)) this.#seen.set(warning, { name, atMs: nowMs })
  }

  list(nowMs: number): { readonly warning: string; readonly name: Bilingual }[] {
    this.#forget(nowMs)
    return [...this.#seen].map(([warning, { name }]) => ({ warning, name }))
  }

  #forget(nowMs: number): void {
    for (const [warning, { atMs }] of this.#seen) if (nowMs - atMs > GONE_AFTER_MS) this.#seen.delete(warning)
  }
}
