/** What was added is copied whenever something is; beyond this many it becomes part of one map again. */
const ADDED_MAX = 5_000

/**
 * A map that never changes, with entries added to it: what is large is shared between before and after, so that one more series
 * among a million costs nothing, and whoever holds the map of before does not see it.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #base: ReadonlyMap<K, V>
  readonly #added: ReadonlyMap<K, V>

  private constructor(base: ReadonlyMap<K, V>, added: ReadonlyMap<K, V>) {
    this.#base = base
    this.#added = added
  }

  /** `map` with more entries, of keys that it does not have yet. */
  static with<K, V>(map: ReadonlyMap<K, V>, entries: readonly (readonly [K, V])[]): ReadonlyMap<K, V> {
    if (entries.length === 0) return map
    const layered = map instanceof LayeredMap ? (map as LayeredMap<K, V>) : new LayeredMap(map, new Map<K, V>())
    if (layered.#added.size + entries.length > ADDED_MAX || layered.#base.size === 0) return new Map([...map, ...entries])
    return new LayeredMap(layered.#base, new Map([...layered.#added, ...entries]))
  }

  get size(): number {
    return this.#base.size + this.#added.size
  }
  get(key: K): V | undefined {
    return this.#base.get(key) ?? this.#added.get(key)
  }
  has(key: K): boolean {
    return this.#base.has(key) || this.#added.has(key)
  }
  *entries(): MapIterator<[K, V]> {
    yield* this.#base.entries()
    yield* this.#added.entries()
  }
  *keys(): MapIterator<K> {
    yield* this.#base.keys()
    yield* this.#added.keys()
  }
  *values(): MapIterator<V> {
    yield* this.#base.values()
    yield* this.#added.values()
  }
  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }
  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this)
  }
}
