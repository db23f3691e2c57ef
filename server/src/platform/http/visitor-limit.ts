import { createHmac, randomBytes } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { networkOf } from "./network-of.ts"

const HOUR_MS = 3_600_000
/** What is remembered at most; past it whoever was here longest ago is forgotten, and nobody is refused for others. */
const VISITORS_MAX = 100_000

/**
 * How often one address, or one /64 of IPv6, may do something within an hour. Only a hash is held, in memory, under a key that is thrown away with the
 * hour: nobody can say later who was here. Behind one address there may be a whole neighbourhood, so limits are generous.
 */
export class VisitorLimit {
  readonly #limit: number
  readonly #refuse: (values: { readonly limit: number }) => Error
  readonly #counts = new Map<string, number>()
  #key = randomBytes(32)
  #hour = -1

  /** @param refuse what to throw for who was here too often */
  constructor(limit: number, refuse: (values: { readonly limit: number }) => Error) {
    this.#limit = limit
    this.#refuse = refuse
  }

  /** Counts one try. Past the limit it throws. */
  take({ ip }: Pick<FastifyRequest, "ip">, now: Date): void {
    const hour = Math.floor(now.getTime() / HOUR_MS)
    if (hour !== this.#hour) {
      this.#hour = hour
      this.#key = randomBytes(32)
      this.#counts.clear()
    }
    const visitor = createHmac("sha256", this.#key).update(networkOf(ip)).digest("base64")
    const count = (this.#counts.get(visitor) ?? 0) + 1
    // Set anew, so that the order is that of the last visits.
    this.#counts.delete(visitor)
    this.#counts.set(visitor, Math.min(count, this.#limit + 1))
    const [longestAgo] = this.#counts.keys()
    if (this.#counts.size > VISITORS_MAX) this.#counts.delete(longestAgo!)
    if (count > this.#limit) throw this.#refuse({ limit: this.#limit })
  }
}
