import { createHash, randomBytes } from "node:crypto"

/** `template` is what the others are copied from, `unfinished` one that is being made. */
export type Purpose = "drill" | "replay" | "template" | "unfinished"

const OURS = /^holdfast_([0-9a-f]{16})_(drill|replay|template|unfinished)_([0-9a-f]{16})$/

export interface DatabaseName {
  readonly purpose: Purpose
  /** Of a template the hash of its schema, otherwise random. */
  readonly id: string
}

/**
 * Names of the databases that stand beside a city's own, 53 bytes at most (PostgreSQL cuts off after 63). They carry a hash of the
 * city's database and role, so that two cities on one server leave each other's alone, and nothing else is ever taken for ours.
 */
export class DatabaseNames {
  readonly #city: string

  constructor(city: { readonly database: string; readonly role: string }) {
    this.#city = createHash("sha256")
      .update(JSON.stringify([city.database, city.role]))
      .digest("hex")
      .slice(0, 16)
  }

  of(purpose: Purpose, id: string = randomBytes(8).toString("hex")): string {
    return `holdfast_${this.#city}_${purpose}_${id}`
  }

  /** Undefined for what is not this city's. */
  read(name: string): DatabaseName | undefined {
    const [, city, purpose, id] = OURS.exec(name) ?? []
    return city === this.#city ? { purpose: purpose as Purpose, id: id! } : undefined
  }
}
