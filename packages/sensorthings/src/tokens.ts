import { Refused } from "./refused.ts"

export type TokenKind = "word" | "text" | "number" | "time" | "typed" | "mark" | "end"

export interface Token {
  readonly kind: TokenKind
  /** As it was written; of a quoted text what stands inside. */
  readonly text: string
  readonly at: number
  /** Of a typed literal such as `duration'PT1H'`: its type. */
  readonly type?: string
}

/** Longer ones belong into the body of a `$batch`. */
export const QUERY_MAX_LENGTH = 16_384

const time = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+ -]\d{2}:?\d{2})`
const period = String.raw`P(?=[\dT])(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?`
/** In this order: an interval before an instant, a time before a number, a typed literal before a word. */
const shapes: readonly (readonly [TokenKind, RegExp])[] = [
  [
    "time",
    new RegExp(`${time}(?:/(?:${time}|${period}))?|\\d{4}-\\d{2}-\\d{2}(?![\\dT])|\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?`, "y"),
  ],
  ["number", /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["typed", /(?:duration|geography|geometry|date|datetimeoffset|time)'(?:[^']|'')*'/iy],
  ["text", /'(?:[^']|'')*'/y],
  ["word", /[\p{L}_$@][\p{L}\p{N}_.@$-]*/uy],
  ["mark", /[()/,;:=[\]*-]/y],
]

/** Cuts a query option into its words. Throws `Refused` where nothing fits; takes time in proportion to the length. */
export function tokensOf(part: string, text: string): Token[] {
  if (text.length > QUERY_MAX_LENGTH) throw new Refused(part, `${text.length}`, "at-most-characters", { max: QUERY_MAX_LENGTH })
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1
      continue
    }
    const token = tokenAt(text, at)
    if (!token) throw new Refused(part, text.slice(at), "readable-at", { at: at + 1 })
    tokens.push(token.token)
    at = token.end
  }
  tokens.push({ kind: "end", text: "", at })
  return tokens
}

function tokenAt(text: string, at: number): { token: Token; end: number } | undefined {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const found = shape.exec(text)?.[0]
    if (found === undefined) continue
    const end = at + found.length
    if (kind === "text") return { token: { kind, text: unquote(found), at }, end }
    if (kind !== "typed") return { token: { kind, text: found, at }, end }
    const quote = found.indexOf("'")
    return { token: { kind, type: found.slice(0, quote).toLowerCase(), text: unquote(found.slice(quote)), at }, end }
  }
  return undefined
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll("''", "'")
}
