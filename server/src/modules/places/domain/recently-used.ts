/** Keeps what was asked for last, up to a number of entries and of bytes; what was asked for longest ago goes first. */
export class RecentlyUsed<T extends { readonly byteLength: number }> {
  readonly #kept = new Map<string, T>()
  readonly #limits: { readonly entries: number; readonly bytes: number }
  #bytes = 0

  constructor(limits: { entries: number; bytes: number }) {
    this.#limits = limits
  }

  get(key: string, make: () => T): T {
    const found = this.#kept.get(key)
    const value = found ?? make()
    if (found) this.#kept.delete(key)
    else this.#bytes += value.byteLength
    this.#kept.set(key, value)
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#kept.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) break
      this.#kept.delete(oldest)
      this.#bytes -= byteLength
    }
    return value
  }

  clear(): void {
    this.#kept.clear()
    this.#bytes = 0
  }
}
