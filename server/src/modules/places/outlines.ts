type Outline = [number, number][][][]

/** So many outlines of some thousand positions are some ten megabytes. */
const KEPT_MAX = 200

/**
 * Outlines that were asked for since the areas last changed. The same areas give the very same object, so whoever works on outlines can
 * see that nothing is new; nobody may change them.
 */
export class Outlines {
  readonly #read: (ids: readonly string[]) => Promise<Outline>
  #kept = new Map<string, Promise<Outline>>()

  constructor(read: (ids: readonly string[]) => Promise<Outline>) {
    this.#read = read
  }

  get(ids: readonly string[]): Promise<Outline> {
    const kept = this.#kept
    const key = ids.join(" ")
    const known = kept.get(key)
    if (known) return known
    const outline = this.#read(ids).catch((error: unknown) => {
      kept.delete(key)
      throw error
    })
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, outline)
    return outline
  }

  /** What is being read at this moment is not kept either. */
  forget(): void {
    this.#kept = new Map()
  }
}
