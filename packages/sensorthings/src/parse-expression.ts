import {
  type Arithmetic,
  arithmetics,
  type Binary,
  type Comparison,
  comparisons,
  type Expression,
  functions,
  isFunction,
  type Literal,
  type Path,
} from "./expression.ts"
import { Refused } from "./refused.ts"
import { TokenReader } from "./token-reader.ts"

/** Reads a whole `$filter`. Throws `Refused`; never anything else, whatever is given. */
export function parseFilter(source: string): Expression {
  const reader = new TokenReader("$filter", source)
  const expression = parseExpression(reader)
  reader.end()
  return expression
}

/**
 * Reads one expression and stops at what cannot belong to it. From loose to tight: or, and, not, comparison, add sub, mul div mod,
 * minus. `not` is looser than a comparison, so that `not result gt 3` means what it says.
 */
export function parseExpression(reader: TokenReader): Expression {
  return reader.nested(() => chain(reader, ["or"], () => chain(reader, ["and"], () => parseNot(reader))))
}

function chain(reader: TokenReader, operators: readonly Binary["operator"][], parseOperand: () => Expression): Expression {
  let left = parseOperand()
  for (;;) {
    const operator = operators.find((name) => reader.takes("word", name))
    if (!operator) return left
    reader.operation()
    left = { kind: "binary", operator, left, right: parseOperand() }
  }
}

function parseNot(reader: TokenReader): Expression {
  if (!reader.takes("word", "not")) return parseComparison(reader)
  return reader.nested(() => ({ kind: "not", operand: parseNot(reader) }))
}

function parseComparison(reader: TokenReader): Expression {
  const left = parseSum(reader)
  if (reader.takes("word", "in")) {
    reader.expectMark("(")
    const options = [parseSum(reader)]
    while (reader.takes("mark", ",")) options.push(parseSum(reader))
    reader.expectMark(")")
    return { kind: "in", operand: left, options }
  }
  const operator = comparisons.find((name: Comparison) => reader.takes("word", name))
  if (!operator) return left
  return { kind: "binary", operator, left, right: parseSum(reader) }
}

const sums = arithmetics.filter((name: Arithmetic) => name === "add" || name === "sub")
const products = arithmetics.filter((name: Arithmetic) => name !== "add" && name !== "sub")

function parseSum(reader: TokenReader): Expression {
  return chain(reader, sums, () => chain(reader, products, () => parseMinus(reader)))
}

function parseMinus(reader: TokenReader): Expression {
  if (!reader.takes("mark", "-")) return parsePrimary(reader)
  return reader.nested(() => {
    const operand = parseMinus(reader)
    return operand.kind === "number" ? { kind: "number", value: -operand.value } : { kind: "minus", operand }
  })
}

function parsePrimary(reader: TokenReader): Expression {
  const token = reader.peek()
  switch (token.kind) {
    case "number":
      reader.take()
      return { kind: "number", value: finite(reader, token.text) }
    case "text":
      reader.take()
      return { kind: "text", value: token.text }
    case "time":
      reader.take()
      return timeLiteral(reader, token.text)
    case "typed":
      reader.take()
      return typedLiteral(reader, token.type!, token.text)
    case "word":
      return parseWord(reader)
    case "mark":
    case "end": {
      if (!reader.takes("mark", "(")) throw reader.unexpected("value-at")
      const inner = parseExpression(reader)
      reader.expectMark(")")
      return inner
    }
  }
}

function parseWord(reader: TokenReader): Expression {
  const { text } = reader.take()
  if (text === "true" || text === "false") return { kind: "boolean", value: text === "true" }
  if (text === "null") return { kind: "null" }
  const next = reader.peek()
  if (next.kind === "mark" && next.text === "(") {
    if (!isFunction(text)) throw new Refused(reader.part, text, "function", { known: Object.keys(functions).join(", ") })
    return parseCall(reader, text)
  }
  return parsePathFrom(reader, text)
}

function parseCall(reader: TokenReader, name: keyof typeof functions): Expression {
  reader.operation()
  reader.expectMark("(")
  const given: Expression[] = []
  if (!reader.takes("mark", ")")) {
    do given.push(parseExpression(reader))
    while (reader.takes("mark", ","))
    reader.expectMark(")")
  }
  const [least, most] = functions[name]
  if (given.length < least || given.length > most) {
    const allowed = least === most ? least : `${least}–${most}`
    throw new Refused(reader.part, name, "arguments", { allowed, given: given.length })
  }
  return { kind: "call", name, arguments: given }
}

/** A path whose first word was taken: `a/b/c`, `a/b[0]`, or `a/any(x: …)`. */
export function parsePathFrom(reader: TokenReader, first: string): Expression {
  const segments = [first]
  for (;;) {
    if (reader.takes("mark", "[")) {
      segments.push(reader.expect("number").text)
      reader.expectMark("]")
    } else if (reader.takes("mark", "/")) {
      const token = reader.peek()
      if (token.kind !== "word" && token.kind !== "number") throw reader.unexpected("word-at")
      reader.take()
      if (token.text === "any" && reader.peek().text === "(") return parseAny(reader, { kind: "path", segments })
      segments.push(token.text)
    } else {
      return { kind: "path", segments }
    }
  }
}

function parseAny(reader: TokenReader, path: Path): Expression {
  reader.expectMark("(")
  const variable = reader.expect("word").text
  reader.expectMark(":")
  const condition = parseExpression(reader)
  reader.expectMark(")")
  return { kind: "any", path, variable, condition }
}

function typedLiteral(reader: TokenReader, type: string, text: string): Literal {
  switch (type) {
    case "duration":
      if (!/^-?P(?=[\dT])(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/.test(text)) {
        throw new Refused(reader.part, text, "duration")
      }
      return { kind: "duration", value: text }
    case "date":
      return { kind: "date", value: date(reader, text) }
    case "time":
      return { kind: "timeOfDay", value: text }
    case "datetimeoffset":
      return timeLiteral(reader, text)
    default:
      return { kind: "geometry", wkt: text.replace(/^SRID=4326;/i, "") }
  }
}

function timeLiteral(reader: TokenReader, text: string): Literal {
  if (/^\d{2}:/.test(text)) return { kind: "timeOfDay", value: text }
  if (!text.includes("T")) return { kind: "date", value: date(reader, text) }
  const [from = "", until] = text.split("/")
  const fromMs = instant(reader, from)
  if (until === undefined) return { kind: "time", atMs: fromMs }
  const untilMs = until.startsWith("P") ? fromMs + periodMs(until) : instant(reader, until)
  if (untilMs < fromMs) throw new Refused(reader.part, text, "interval-order")
  return { kind: "interval", fromMs, untilMs }
}

function instant(reader: TokenReader, text: string): number {
  // A plus sign that was not escaped arrives as a space.
  const atMs = Date.parse(text.replace(/ (\d{2}:?\d{2})$/, "+$1").replace(/([+-]\d{2})(\d{2})$/, "$1:$2"))
  if (Number.isNaN(atMs)) throw new Refused(reader.part, text, "time")
  return atMs
}

function date(reader: TokenReader, text: string): string {
  const atMs = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== text) {
    throw new Refused(reader.part, text, "date")
  }
  return text
}

const DAY_MS = 86_400_000
/** Years and months at their mean length: an interval of the standard is not a calendar. */
const unitsMs = { Y: 365.2425 * DAY_MS, M: 30.436875 * DAY_MS, W: 7 * DAY_MS, D: DAY_MS, H: 3_600_000, m: 60_000, S: 1_000 }

/** The length of an ISO 8601 duration in milliseconds. */
export function periodMs(text: string): number {
  const [days = "", hours = ""] = text.replace(/^-?P/, "").split("T")
  const sum = (part: string, minute: "M" | "m") =>
    [...part.matchAll(/(\d+(?:\.\d+)?)([YMWDHS])/g)].reduce((total, [, count, unit]) => {
      return total + Number(count) * unitsMs[unit === "M" ? minute : (unit as keyof typeof unitsMs)]
    }, 0)
  return (sum(days, "M") + sum(hours, "m")) * (text.startsWith("-") ? -1 : 1)
}

function finite(reader: TokenReader, text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new Refused(reader.part, text, "number")
  return value
}
