import { Refused } from "./refused.ts"
import type { Broken } from "./rules.ts"
import { type Token, type TokenKind, tokensOf } from "./tokens.ts"

/** Deeper nesting is a mistake or an attack; people write three or four. */
export const DEPTH_MAX = 64
/** Operators and functions in one option: each is work for the database. */
export const OPERATIONS_MAX = 500

/** Goes through the words of one query option, one after another. */
export class TokenReader {
  readonly part: string
  readonly source: string
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0
  #operations = 0

  constructor(part: string, source: string) {
    this.part = part
    this.source = source
    this.#tokens = tokensOf(part, source)
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!
  }

  take(): Token {
    const token = this.peek()
    this.#next += 1
    return token
  }

  /** Takes the next word if it is this one. */
  takes(kind: TokenKind, text: string): boolean {
    const token = this.peek()
    if (token.kind !== kind || token.text !== text) return false
    this.#next += 1
    return true
  }

  expect(kind: "word" | "number"): Token {
    if (this.peek().kind !== kind) throw this.unexpected(`${kind}-at`)
    return this.take()
  }

  expectMark(mark: string): void {
    if (!this.takes("mark", mark)) throw this.#refused("mark-at", { mark, at: this.peek().at + 1 })
  }

  end(): void {
    if (this.peek().kind !== "end") throw this.unexpected("end-at")
  }

  /** What was written between two places, for handing on. */
  slice(from: number, until: number): string {
    return this.source.slice(from, until)
  }

  nested<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > DEPTH_MAX) throw new Refused(this.part, this.source, "at-most-levels", { max: DEPTH_MAX })
    const value = read()
    this.#depth -= 1
    return value
  }

  /** Counts one operator or function. */
  operation(): void {
    this.#operations += 1
    if (this.#operations <= OPERATIONS_MAX) return
    throw new Refused(this.part, `${this.#operations}`, "at-most-operations", { max: OPERATIONS_MAX })
  }

  /** The next word cannot stand here: what should. */
  unexpected(wanted: "value-at" | "word-at" | "number-at" | "end-at"): Refused {
    return this.#refused(wanted, { at: this.peek().at + 1 })
  }

  #refused(...broken: Broken): Refused {
    return new Refused(this.part, this.peek().text || this.source, ...broken)
  }
}
