import type { Path } from "./expression.ts"
import { parseExpression, parsePathFrom } from "./parse-expression.ts"
import { type Expand, emptyQuery, type OrderBy, type Query, resultFormats } from "./query.ts"
import { Refused } from "./refused.ts"
import { TokenReader } from "./token-reader.ts"

type Draft = { -readonly [Name in keyof Query]: Query[Name] }

/** Branches of one `$expand`, all levels together: each is a question to the database. */
export const EXPANDS_MAX = 50
const OPTIONS = "$filter, $expand, $select, $orderby, $top, $skip, $count, $resultFormat"

/**
 * Reads the options of an address. Options that are not of the standard are refused, never ignored (check 81); parameters without
 * a dollar sign belong to the transport and are left alone. Blanks around a name mean nothing, or an option that a client wrote on a line of
 * its own would be left alone too. Throws `Refused`.
 */
export function parseQuery(parameters: Iterable<readonly [string, string]>): Query {
  const query: Draft = { ...emptyQuery, written: new Map() }
  for (const [given, text] of parameters) {
    const name = given.trim()
    if (!name.startsWith("$")) continue
    if (query.written.has(name)) throw new Refused(name, text, "option-once")
    const reader = new TokenReader(name, name === "$skiptoken" ? "" : text)
    readOption(reader, name, text, query)
    reader.end()
    ;(query.written as Map<string, string>).set(name, text)
  }
  if (countExpands(query) > EXPANDS_MAX)
    throw new Refused("$expand", `${countExpands(query)}`, "at-most-branches", { max: EXPANDS_MAX })
  return query
}

function readOption(reader: TokenReader, name: string, text: string, query: Draft): void {
  switch (name) {
    case "$filter":
      query.filter = parseExpression(reader)
      return
    case "$orderby":
      query.orderBy = list(reader, () => readOrderBy(reader))
      return
    case "$select":
      query.select = list(reader, () => readPath(reader))
      return
    case "$expand":
      query.expand = merged(list(reader, () => readExpand(reader)))
      return
    case "$top":
      query.top = wholeNumber(reader)
      return
    case "$skip":
      query.skip = wholeNumber(reader)
      return
    case "$count":
      query.count = truth(reader)
      return
    case "$resultFormat": {
      const written = reader.expect("word").text
      const format = resultFormats.find((known) => known.toLowerCase() === written.toLowerCase())
      if (!format) throw new Refused(name, written, "one-of", { known: resultFormats.join(", ") })
      query.resultFormat = format
      return
    }
    case "$skiptoken":
      query.skipToken = text
      return
    default:
      throw new Refused(name, text, "one-of", { known: OPTIONS })
  }
}

function list<T>(reader: TokenReader, read: () => T): T[] {
  const found = [read()]
  while (reader.takes("mark", ",")) found.push(read())
  return found
}

function readOrderBy(reader: TokenReader): OrderBy {
  const by = parseExpression(reader)
  const descending = reader.takes("word", "desc")
  if (!descending) reader.takes("word", "asc")
  return { by, descending }
}

function readPath(reader: TokenReader): Path {
  if (reader.takes("mark", "*")) return { kind: "path", segments: ["*"] }
  const path = parsePathFrom(reader, reader.expect("word").text)
  if (path.kind !== "path") throw reader.unexpected("word-at")
  return path
}

/** `Datastreams/ObservedProperty($select=name)`: what stands between the slashes is a branch of a branch. */
function readExpand(reader: TokenReader): Expand {
  return reader.nested(() => {
    const name = reader.expect("word").text
    if (reader.takes("mark", "/")) {
      const inner = readExpand(reader)
      return { name, query: { ...emptyQuery, expand: [inner], written: new Map([["$expand", writtenExpand(inner)]]) } }
    }
    return { name, query: reader.takes("mark", "(") ? readNestedOptions(reader) : emptyQuery }
  })
}

function readNestedOptions(reader: TokenReader): Query {
  const query: Draft = { ...emptyQuery, written: new Map() }
  do {
    const name = reader.expect("word").text
    reader.expectMark("=")
    if (query.written.has(name)) throw new Refused(name, name, "option-once")
    if (name === "$resultFormat" || name === "$skiptoken") throw new Refused("$expand", name, "option-inside-expand")
    const from = reader.peek().at
    readOption(reader, name, "", query)
    ;(query.written as Map<string, string>).set(name, reader.slice(from, reader.peek().at).trim())
  } while (reader.takes("mark", ";"))
  reader.expectMark(")")
  return query
}

/** `$expand=Datastreams,Datastreams/Sensor` names one branch twice: both are meant. */
function merged(branches: readonly Expand[]): Expand[] {
  const found = new Map<string, Expand>()
  for (const branch of branches) {
    const before = found.get(branch.name)
    if (!before) {
      found.set(branch.name, branch)
      continue
    }
    const [plain, rich] = before.query === emptyQuery ? [before, branch] : [branch, before]
    const onlyExpands = [...plain.query.written.keys()].every((name) => name === "$expand")
    if (!onlyExpands) throw new Refused("$expand", branch.name, "branch-options-once")
    const expand = merged([...before.query.expand, ...branch.query.expand])
    const written = new Map(rich.query.written)
    if (expand.length > 0) written.set("$expand", expand.map(writtenExpand).join(","))
    found.set(branch.name, { name: branch.name, query: { ...rich.query, expand, written } })
  }
  return [...found.values()]
}

/** A branch as it would be written, for the link to more of it. */
export function writtenExpand({ name, query }: Expand): string {
  const options = [...query.written].map(([option, text]) => `${option}=${text}`).join(";")
  return options === "" ? name : `${name}(${options})`
}

function countExpands(query: Query): number {
  return query.expand.reduce((total, branch) => total + 1 + countExpands(branch.query), 0)
}

function wholeNumber(reader: TokenReader): number {
  const { text } = reader.expect("number")
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new Refused(reader.part, text, "whole-number")
  return value
}

function truth(reader: TokenReader): boolean {
  const { text } = reader.expect("word")
  if (text !== "true" && text !== "false") throw new Refused(reader.part, text, "true-or-false")
  return text === "true"
}
