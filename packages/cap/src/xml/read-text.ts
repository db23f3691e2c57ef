import { XmlRefused } from "./xml-refused.ts"

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
/** Each byte the character of its number: `TextDecoder` would take windows-1252 for it. */
const latin1 = (bytes: Uint8Array) => {
  let text = ""
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

/** A document as text: without byte order mark, with line ends as XML has them. */
export interface XmlSource {
  readonly text: string
  /** What the document says it is written in, when that is not UTF-8. */
  readonly encoding: string | undefined
}

/**
 * Decodes a document strictly: UTF-8 with or without a mark, or Latin-1 where it says so. Anything else, and bytes that break the
 * encoding, are refused before a single tag is looked at. Throws `XmlRefused`.
 */
export function readText(input: Uint8Array | string, bytesMax: number): XmlSource {
  if (input.length > bytesMax) throw new XmlRefused("TOO_LARGE", `${bytesMax} bytes`, bytesMax)
  if (typeof input === "string") {
    assertCharacters(input)
    return { text: endLines(input.charCodeAt(0) === 0xfeff ? input.slice(1) : input), encoding: undefined }
  }
  for (const [name, ...mark] of foreignMarks)
    if (mark.every((byte, at) => input[at] === byte)) throw new XmlRefused("UNSUPPORTED_ENCODING", name, 0)
  let text: string
  let declared: string | undefined
  try {
    text = utf8.decode(input)
    declared = declaredEncoding(text)
  } catch {
    declared = declaredEncoding(latin1(input.subarray(0, DECLARATION_MAX)))
    if (declared === undefined || !LATIN1.test(declared)) throw new XmlRefused("NOT_UTF8", "UTF-8", 0)
    text = latin1(input)
  }
  const isOurs = declared === undefined || UTF8.test(declared)
  // What is ASCII throughout is the same in both.
  if (!isOurs && LATIN1.test(declared!) && text.length !== input.length) text = latin1(input)
  else if (!isOurs && !LATIN1.test(declared!)) throw new XmlRefused("UNSUPPORTED_ENCODING", declared!, 0)
  if (hasControl(input) || hasNonCharacter(text)) assertCharacters(text)
  return { text: endLines(text), encoding: isOurs ? undefined : declared }
}

function declaredEncoding(text: string): string | undefined {
  return text.charCodeAt(1) === 0x3f ? DECLARATION.exec(text.slice(0, DECLARATION_MAX))?.[1] : undefined
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

/**
 * Whether a byte below space stands there that is no tab and no line end; four bytes are looked at in one step, because this is done
 * to each byte of each message.
 */
function hasControl(bytes: Uint8Array): boolean {
  const ahead = Math.min((4 - (bytes.byteOffset & 3)) & 3, bytes.length)
  for (let at = 0; at < ahead; at += 1) if (isControl(bytes[at]!)) return true
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + ahead, (bytes.length - ahead) >>> 2)
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!
    if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue
    const from = ahead + at * 4
    if (isControl(bytes[from]!) || isControl(bytes[from + 1]!) || isControl(bytes[from + 2]!) || isControl(bytes[from + 3]!))
      return true
  }
  for (let at = ahead + words.length * 4; at < bytes.length; at += 1) if (isControl(bytes[at]!)) return true
  return false
}

const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d

const hasNonCharacter = (text: string) => text.includes("\uFFFE") || text.includes("\uFFFF")
