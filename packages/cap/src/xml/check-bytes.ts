/** What bytes are not, as bits: not UTF-8; not ASCII; not free of characters that XML leaves out, as far as bytes tell. */
export const NOT_UTF8 = 1
export const NOT_ASCII = 2
export const NOT_CLEAN = 4

const none = new Uint32Array(0)

/**
 * Looks at each byte of a document once, four in one step where they are plain ASCII. By hand, because `TextDecoder` would have to
 * make a text of it, which takes longer than all the rest of reading.
 */
export function checkBytes(bytes: Uint8Array): number {
  const ahead = (4 - (bytes.byteOffset & 3)) & 3
  const words =
    bytes.length < ahead ? none : new Uint32Array(bytes.buffer, bytes.byteOffset + ahead, (bytes.length - ahead) >>> 2)
  const wordsEnd = ahead + words.length * 4
  let found = 0
  let at = 0
  while (at < bytes.length) {
    if (at >= ahead && at < wordsEnd && ((at - ahead) & 3) === 0) {
      let index = (at - ahead) >>> 2
      while (index < words.length && isPlain(words[index]!)) index += 1
      at = ahead + index * 4
      if (at >= bytes.length) break
    }
    const byte = bytes[at]!
    if (byte < 0x80) {
      if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) found |= NOT_CLEAN
      at += 1
      continue
    }
    const length = sequenceAt(bytes, at)
    if (length === 0) return NOT_UTF8 | NOT_ASCII
    found |= NOT_ASCII
    // U+FFFE and U+FFFF.
    if (byte === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2]! >= 0xbe) found |= NOT_CLEAN
    at += length
  }
  return found
}

/** Whether four bytes are between space and the end of ASCII, all of them. */
const isPlain = (word: number) => ((((word - 0x20202020) & ~word) | word) & 0x80808080) === 0

/** The number of bytes of the character beyond ASCII that begins there; 0 for what is no UTF-8 (RFC 3629, section 4). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  const second = at + 1 < bytes.length ? bytes[at + 1]! : 0
  if (first < 0xc2 || first > 0xf4) return 0
  if (first < 0xe0) return isNext(second) ? 2 : 0
  const third = at + 2 < bytes.length ? bytes[at + 2]! : 0
  if (!isNext(second) || !isNext(third)) return 0
  // Longer than need be, and halves of characters.
  if (first < 0xf0) return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? 0 : 3
  const fourth = at + 3 < bytes.length ? bytes[at + 3]! : 0
  // Longer than need be, and beyond the last character.
  return !isNext(fourth) || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? 0 : 4
}

const isNext = (byte: number) => (byte & 0xc0) === 0x80
