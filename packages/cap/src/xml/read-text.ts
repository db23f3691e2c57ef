import { checkBytes, NOT_ASCII, NOT_CLEAN, NOT_UTF8 } from "./check-bytes.ts"
import { XmlRefused } from "./xml-refused.ts"
import { XmlSource } from "./xml-source.ts"

/** Byte order marks of encodings that are not ours, and what they announce. */
const foreignMarks: readonly (readonly [name: string, ...bytes: number[]])[] = [
  ["UTF-32", 0xff, 0xfe, 0, 0],
  ["UTF-32", 0, 0, 0xfe, 0xff],
  ["UTF-16", 0xff, 0xfe],
  ["UTF-16", 0xfe, 0xff],
  ["UTF-16", 0x3c, 0],
  ["UTF-16", 0, 0x3c],
]
const UTF8 = /^(utf-?8|us-ascii|ascii)$/i
const LATIN1 = /^(iso-8859-1|iso_8859-1|latin-?1)$/i
const DECLARATION_MAX = 256
const DECLARATION = /^<\?xml[ \t\r\n][^?]*?encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']/
const utf8 = new TextDecoder("utf-8", { fatal: true })
const BYTE_ORDER_MARK = "\uFEFF"
/** Each byte the character of its number: `TextDecoder` would take windows-1252 for it. */
const latin1 = (bytes: Uint8Array) => {
  let text = ""
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

/** A document: without byte order mark, with line ends as XML has them. */
export interface XmlText {
  readonly source: XmlSource
  /** What the document says it is written in, when that is not UTF-8. */
  readonly encoding: string | undefined
}

/**
 * Checks a document strictly: UTF-8 with or without a mark, or Latin-1 where it says so. Anything else, and bytes that break the
 * encoding, are refused before a single tag is looked at. Throws `XmlRefused`.
 */
export function readText(input: Uint8Array | string, bytesMax: number): XmlText {
  if (input.length > bytesMax) throw new XmlRefused("TOO_LARGE", `${bytesMax} bytes`, bytesMax)
  if (typeof input === "string") {
    if (!input.isWellFormed()) assertCharacters(input)
    const source = XmlSource.of(endLines(input.startsWith(BYTE_ORDER_MARK) ? input.slice(1) : input))
    if ((checkBytes(source.bytes) & NOT_CLEAN) !== 0) assertCharacters(input)
    return { source, encoding: undefined }
  }
  for (const [name, ...mark] of foreignMarks)
    if (mark.every((byte, at) => input[at] === byte)) throw new XmlRefused("UNSUPPORTED_ENCODING", name, 0)
  const hasMark = input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf
  const bytes = hasMark ? input.subarray(3) : input
  const found = checkBytes(bytes)
  const declared = declaredEncoding(bytes)
  const isOurs = declared === undefined || UTF8.test(declared)
  const isLatin = !isOurs && LATIN1.test(declared)
  if ((found & NOT_UTF8) !== 0 && !isLatin) throw new XmlRefused("NOT_UTF8", "UTF-8", 0)
  if (!isOurs && !isLatin) throw new XmlRefused("UNSUPPORTED_ENCODING", declared, 0)
  const encoding = isOurs ? undefined : declared
  // What is ASCII throughout is the same in both.
  if (isLatin && (found & NOT_ASCII) !== 0) {
    const text = latin1(input)
    assertCharacters(text)
    return { source: XmlSource.of(endLines(text)), encoding }
  }
  if ((found & NOT_CLEAN) !== 0) assertCharacters(utf8.decode(bytes as Uint8Array<ArrayBuffer>))
  const source = new XmlSource(bytes, (found & NOT_ASCII) === 0)
  if (!source.latin.includes("\r")) return { source, encoding }
  return { source: XmlSource.of(endLines(utf8.decode(bytes as Uint8Array<ArrayBuffer>))), encoding }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[1] !== 0x3f) return undefined
  const head = bytes.subarray(0, DECLARATION_MAX)
  return DECLARATION.exec(latin1(head.subarray(0, head.indexOf(0x3e) + 1)))?.[1]
}

/** Line ends become line feeds (XML 1.0, section 2.11). */
function endLines(text: string): string {
  return text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text
}

// oxlint-disable-next-line no-control-regex -- the characters that XML 1.0 leaves out
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

function assertCharacters(text: string): void {
  const at = text.search(FORBIDDEN)
  if (at >= 0) throw new XmlRefused("INVALID_CHARACTERS", `U+${hex(text.charCodeAt(at))}`, at)
  if (!text.isWellFormed()) throw new XmlRefused("INVALID_CHARACTERS", "half of a character", 0)
}

const hex = (code: number) => code.toString(16).toUpperCase().padStart(4, "0")
