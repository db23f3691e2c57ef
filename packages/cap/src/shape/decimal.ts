const powers = Array.from({ length: 16 }, (_, power) => 10 ** power)
const DIGITS_MAX = 15

/**
 * A decimal number of its digits, rounded as `Number` does; undefined for one with too many. Up to 15 digits mantissa and power are
 * exact, and so is their quotient once rounded.
 */
export function exactly(mantissa: number, decimals: number, digits: number, isNegative: boolean): number | undefined {
  if (digits + decimals > DIGITS_MAX) return undefined
  const value = decimals === 0 ? mantissa : mantissa / powers[decimals]!
  return isNegative ? -value : value
}

/** Reads numbers out of a text one after another, without cutting it up: rings of a country have ten thousands of them. */
export class DecimalReader {
  readonly #text: string
  readonly #to: number
  at: number

  constructor(text: string, from: number, to: number) {
    this.#text = text
    this.#to = to
    this.at = from
  }

  /** Goes over white space; true at the end. */
  skip(): boolean {
    while (this.at < this.#to && isSpace(this.#text.charCodeAt(this.at))) this.at += 1
    return this.at >= this.#to
  }

  /** The character here, as its code; NaN at the end. */
  peek(): number {
    return this.at < this.#to ? this.#text.charCodeAt(this.at) : Number.NaN
  }

  /** A decimal number such as -12.5, exactly as `Number` reads it; NaN when there is none. No exponent: CAP knows none. */
  next(): number {
    const text = this.#text
    const to = this.#to
    const from = this.at
    let at = from
    let code = at < to ? text.charCodeAt(at) : 0
    const isNegative = code === 45
    if (isNegative || code === 43) code = (at += 1) < to ? text.charCodeAt(at) : 0
    let mantissa = 0
    let digits = 0
    while (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + code - 48
      digits += 1
      code = (at += 1) < to ? text.charCodeAt(at) : 0
    }
    let decimals = 0
    if (code === 46) {
      code = (at += 1) < to ? text.charCodeAt(at) : 0
      while (code >= 48 && code <= 57) {
        mantissa = mantissa * 10 + code - 48
        decimals += 1
        code = (at += 1) < to ? text.charCodeAt(at) : 0
      }
    }
    this.at = at
    if (digits + decimals === 0) return Number.NaN
    return exactly(mantissa, decimals, digits, isNegative) ?? Number(text.slice(from, at))
  }
}

const isSpace = (code: number) => code === 32 || code === 10 || code === 9 || code === 13

/** A text that is one decimal number; undefined for any other. */
export function readDecimal(text: string): number | undefined {
  const reader = new DecimalReader(text, 0, text.length)
  const value = reader.next()
  return reader.at === text.length && Number.isFinite(value) ? value : undefined
}
