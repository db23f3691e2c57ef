/** A query, a path, or a body that the standard does not allow: which part, what stood there, and the rule. */
export class Refused extends Error {
  readonly part: string
  readonly value: string
  readonly rule: string

  constructor(part: string, value: string, rule: string) {
    super(`${part}: ${rule}`)
    this.name = "Refused"
    this.part = part
    this.value = value.slice(0, VALUE_SHOWN_MAX)
    this.rule = rule
  }
}

const VALUE_SHOWN_MAX = 120
