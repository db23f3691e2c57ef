import { Refused } from "./refused.ts"
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

  expect(kind: TokenKind, text?: string): Token {
    const token = this.peek()
    if (token.kind !== kind || (text !== undefined && token.text !== text)) throw this.unexpected(text ?? kind)
    return this.take()
  }

  end(): void {
    if (this.peek().kind !== "end") throw this.unexpected("the end")
  }

  /** What was written between two places, for handing on. */
  slice(from: number, until: number): string {
    return this.source.slice(from, until)
  }

  nested<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > DEPTH_MAX) throw new Refused(this.part, this.source, `at most ${DEPTH_MAX} levels of nesting`)
    const value = read()
    this.#depth -= 1
    return value
  }

  /** Counts one operator or function. */
  operation(): void {
    this.#operations += 1
    if (this.#operations > OPERATIONS_MAX) {
      throw new Refused(this.part, `${this.#operations}`, `at most ${OPERATIONS_MAX} operators and functions`)
    }
  }

  unexpected(wanted: string): Refused {
    const { text, at } = this.peek()
    return new Refused(this.part, text || this.source, `“${wanted}” was expected at character ${at + 1}`)
  }
}
