import { buffers } from "../xml/latin.ts"

const CANONICAL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Bytes of a base64 text, white space aside; undefined unless it is the one text that these bytes have. Bits that nobody reads must be
 * zero: else a signature could be changed and still verify.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = text.replaceAll(/[ \t\r\n]/g, "")
  if (plain === "" || !CANONICAL.test(plain)) return undefined
  const bytes = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
  return encodeBase64(bytes) === plain ? bytes : undefined
}

export function encodeBase64(bytes: Uint8Array): string {
  if (buffers) return buffers.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64")
  let text = ""
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
