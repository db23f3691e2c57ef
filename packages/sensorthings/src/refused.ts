import type { Broken } from "./rules.ts"

/** A query, a path, or a body that the standard does not allow: which part, what stood there, and the rule. */
export class Refused extends Error {
  readonly part: string
  readonly value: string
  readonly broken: Broken

  constructor(part: string, value: string, ...broken: Broken) {
    super(`${part}: ${broken[0]}`)
    this.name = "Refused"
    this.part = part
    this.value = value.slice(0, VALUE_SHOWN_MAX)
    this.broken = broken
  }
}

const VALUE_SHOWN_MAX = 120
