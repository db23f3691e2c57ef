/** What a subscription asks for: hazards (null is all), and from which level on, 1 (blue) to 4 (red). */
export interface Wanted {
  readonly hazards: readonly string[] | null
  readonly minLevel: number
}

/** A kind is two bytes of each subscription. */
export const KINDS_MAX = 65_536

/** The different things that subscriptions ask for, by number: there are few of them however many subscriptions there are. */
export class SubscriptionKinds {
  readonly #kinds: Wanted[] = []
  readonly #numbers = new Map<string, number>()

  /** The number of what is asked for; undefined when there are 65,536 others. */
  numberOf({ hazards, minLevel }: Wanted): number | undefined {
    const key = hazards === null ? String(minLevel) : `${minLevel} ${[...new Set(hazards)].toSorted().join(" ")}`
    const known = this.#numbers.get(key)
    if (known !== undefined || this.#kinds.length === KINDS_MAX) return known
    this.#numbers.set(key, this.#kinds.length)
    return this.#kinds.push({ hazards, minLevel }) - 1
  }

  /** For each kind 1 when it asks for this, otherwise 0. */
  askingFor(hazard: string, level: number): Uint8Array {
    return Uint8Array.from(this.#kinds, ({ hazards, minLevel }) =>
      minLevel <= level && (hazards === null || hazards.includes(hazard)) ? 1 : 0,
    )
  }
}
