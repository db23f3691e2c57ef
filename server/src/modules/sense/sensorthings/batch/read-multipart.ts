import type { Json } from "@holdfast/kernel"
import { refuseBatch } from "../refuse.ts"
import { BATCH_REQUESTS_MAX, type BatchItem, type BatchRequest } from "./batch.ts"

interface Part {
  readonly headers: ReadonlyMap<string, string>
  readonly lines: readonly string[]
}

/**
 * Reads a multipart/mixed batch (OGC 18-088, 11, after OData 4.0, 11.7). The parsers for Node that are kept read
 * multipart/form-data: they want a Content-Disposition in each part, strict CRLF, and no parts within parts. Here bodies are JSON,
 * so lines may be taken apart and joined; LF alone, quoted boundaries, and spare blank lines are taken, because clients send them.
 * A batch whose end is missing was cut on the way and is refused. Throws `SENSE_BATCH_REFUSED`; nothing was done then.
 */
export function readMultipart(text: string, contentType: string): BatchItem[] {
  let count = 0
  return partsOf(text.split(/\r?\n/), contentType, "/").map((part, i): BatchItem => {
    const where = `#${i + 1}`
    const type = part.headers.get("content-type") ?? ""
    if (!/^multipart\/mixed\b/i.test(type)) return { kind: "one", request: request(part, where) }
    const inner = partsOf(part.lines, type, where)
    return { kind: "change-set", requests: inner.map((one, k) => request(one, `${where}.${k + 1}`)) }
  })

  function request(part: Part, where: string): BatchRequest {
    count += 1
    if (count > BATCH_REQUESTS_MAX) throw refuseBatch(where, "at-most-requests", { max: BATCH_REQUESTS_MAX })
    return readRequest(part, where)
  }
}

function readRequest(part: Part, where: string): BatchRequest {
  const type = part.headers.get("content-type") ?? ""
  if (!/^application\/http\b/i.test(type)) throw refuseBatch(where, "batch-part-type")
  const start = part.lines.findIndex((line) => line.trim() !== "")
  const [, method, url] = /^([A-Z]{3,10}) (\S{1,8000})(?: HTTP\/\d(?:\.\d)?)?\s*$/.exec(part.lines[start] ?? "") ?? []
  if (!method || !url) throw refuseBatch(where, "batch-request-line")
  const { headers, lines } = headersThenRest(part.lines.slice(start + 1), where)
  const text = lines.join("\n").trim()
  const name = part.headers.get("content-id") ?? headers.get("content-id")
  return {
    method,
    url,
    name: name?.replace(/^<(.*)>$/, "$1"),
    contentType: headers.get("content-type") ?? "application/json",
    body: text === "" ? undefined : jsonOf(text, where),
  }
}

function jsonOf(text: string, where: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw refuseBatch(where, "json")
  }
}

function partsOf(lines: readonly string[], contentType: string, where: string): Part[] {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw refuseBatch(where, "batch-boundary")
  const marks = new Set([`--${boundary}`, `--${boundary}--`])
  const found: Part[] = []
  let from: number | undefined
  for (const [i, line] of lines.entries()) {
    const mark = line.startsWith("--") ? line.trimEnd() : ""
    if (!marks.has(mark)) continue
    if (from !== undefined) found.push(headersThenRest(lines.slice(from, i), where))
    if (mark.length > boundary.length + 2) return found
    from = i + 1
  }
  throw refuseBatch(where, "batch-end", { mark: `--${boundary}--` })
}

function headersThenRest(lines: readonly string[], where: string): Part {
  const headers = new Map<string, string>()
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") return { headers, lines: lines.slice(i + 1) }
    const at = line.indexOf(":")
    if (at < 1) throw refuseBatch(where, "batch-headers")
    headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  return { headers, lines: [] }
}
