import { STATUS_CODES } from "node:http"
import type { AnsweredItem, BatchAnswer } from "./batch.ts"

/** The answers in the order of the requests: a change set in a part of parts, or as one part when it failed. */
export function writeMultipart(
  items: readonly AnsweredItem[],
  boundary: string,
): { readonly contentType: string; readonly body: string } {
  const parts = items.map((item, i) => {
    if (item.kind === "one") return part(item.answer)
    const inner = `${boundary}_${i + 1}`
    return [`Content-Type: multipart/mixed; boundary=${inner}`, "", enclosed(item.answers.map(part), inner)].join("\r\n")
  })
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: enclosed(parts, boundary) }
}

function enclosed(parts: readonly string[], boundary: string): string {
  return [...parts.map((text) => `--${boundary}\r\n${text}`), `--${boundary}--`, ""].join("\r\n")
}

function part({ name, status, headers, body }: BatchAnswer): string {
  return [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(name === undefined ? [] : [`Content-ID: ${name}`]),
    "",
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...Object.entries(headers).map(([key, value]) => `${key}: ${value}`),
    "",
    body ?? "",
  ].join("\r\n")
}
