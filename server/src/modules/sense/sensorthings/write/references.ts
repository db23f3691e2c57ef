import { model } from "@holdfast/sensorthings"
import { refuse } from "../refuse.ts"
import type { Effect, Operation } from "./operation.ts"

const REFERENCE = /^\$([A-Za-z0-9_.-]{1,60})/
const DEPTH_MAX = 30
const KNOWN_SHOWN_MAX = 120

/**
 * What was made earlier in one change, by the name that the client gave it (OGC 18-088, 11; check 107): `$name` at the start of an
 * address, and as the `@iot.id` of a link. Throws `SENSE_MESSAGE_INVALID` for a name that nothing before it has.
 */
export class References {
  readonly #made = new Map<string, Effect>()

  note(name: string | undefined, effect: Effect): void {
    if (name === undefined) return
    if (this.#made.has(name)) throw refuse("Content-ID", name, "content-id-once")
    this.#made.set(name, effect)
  }

  resolve(operation: Operation): Operation {
    const address = operation.address.replace(REFERENCE, (text) => {
      const { set, id } = this.#find(text, "url")
      return `${set}(${id})`
    })
    return { ...operation, address, body: this.#inside(operation.body, 0) }
  }

  #inside(value: unknown, depth: number): unknown {
    if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return value
    if (Array.isArray(value)) return value.map((inner) => this.#inside(inner, depth + 1))
    const entries = Object.entries(value)
    return Object.fromEntries(
      entries.map(([key, inner]) => {
        // Only a link, which holds nothing else: texts may begin with a dollar sign.
        const isLink = entries.length === 1 && (key === "@iot.id" || key === "id")
        if (isLink && typeof inner === "string" && inner.startsWith("$")) return [key, this.#find(inner, key).id]
        return [key, this.#inside(inner, depth + 1)]
      }),
    )
  }

  #find(text: string, field: string): { readonly set: string; readonly id: number } {
    const effect = this.#made.get(text.slice(1))
    if (!effect)
      throw refuse(field, text, "content-id-known", { known: [...this.#made.keys()].join(", ").slice(0, KNOWN_SHOWN_MAX) })
    if (effect.id === undefined || effect.measurement !== undefined) {
      throw refuse(field, text, "content-id-stored", { entity: model[effect.set].entity })
    }
    return { set: effect.set, id: effect.id }
  }
}
