import { AreaIndex, type PublishedArea } from "./area-index.ts"
import type { Stencil } from "./stencil.ts"
import type { Wanted } from "./subscription-kinds.ts"
import { type Asked, Subscriptions } from "./subscriptions.ts"

/** A subscription as the store has it: its area by its id. */
export interface AreaSubscription extends Wanted {
  /** From 0 to 4,294,967,295, its own for ever. */
  readonly number: number
  readonly area: string
  /** From this second since 1970 on it counts no more. */
  readonly expires: number
}

export interface Reached {
  /** Ids of the areas that are touched. */
  readonly areas: readonly string[]
  /** Numbers of the subscriptions, in no order. */
  readonly numbers: Uint32Array
}

/**
 * Which published areas and which subscriptions a warning reaches: areas that do not change, and subscriptions that come and go while
 * questions are asked. All of it is synchronous, so each answer is of one moment.
 */
export class Reach {
  readonly #areas: AreaIndex
  readonly #subscriptions: Subscriptions

  /** @param capacity of subscriptions, for good: whoever needs more makes a larger one and fills it */
  constructor({ areas, capacity }: { readonly areas: readonly PublishedArea[]; readonly capacity: number }) {
    this.#areas = new AreaIndex(areas)
    this.#subscriptions = new Subscriptions(areas.length, capacity)
  }

  get size(): number {
    return this.#subscriptions.size
  }

  /** Memory of the subscriptions. */
  get bytes(): number {
    return this.#subscriptions.bytes
  }

  /** Adds a subscription or changes the one with its number. Says why it could not: nothing has changed then. */
  put({ area, ...subscription }: AreaSubscription): "put" | "unknown-area" | "full" {
    const place = this.#areas.placeOf(area)
    if (place === undefined) return "unknown-area"
    return this.#subscriptions.put({ ...subscription, place }) ? "put" : "full"
  }

  /** Whether it was there. */
  remove(number: number): boolean {
    return this.#subscriptions.remove(number)
  }

  /** Removes what has run out at `now`, in seconds since 1970; gives how many. */
  expire(now: number): number {
    return this.#subscriptions.expire(now)
  }

  /**
   * Which areas a shape touches, and who subscribed to them. The numbers are written into `into`, when it is given: it must have room
   * for every subscription of these areas, and belongs to the answer until it is given again.
   */
  match(shape: readonly Stencil[], asked: Asked, into?: Uint32Array<ArrayBuffer>): Reached {
    const places = this.#areas.find(shape)
    return {
      areas: Array.from(places, (place) => this.#areas.ids[place]!),
      numbers: this.#subscriptions.list(places, asked, into),
    }
  }
}
