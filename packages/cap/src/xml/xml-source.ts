import { buffers, latinOf } from "./latin.ts"

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * A document in UTF-8 that was checked. It is read byte by byte, because a byte of an array costs a third of a character of a string;
 * all places in it are those of bytes.
 */
export class XmlSource {
  readonly bytes: Uint8Array
  /** One character for each byte: to search in, and to cut out of it what is ASCII. */
  readonly latin: string
  readonly #isAscii: boolean

  constructor(bytes: Uint8Array, isAscii: boolean) {
    // Always the same class of array, whatever the caller has: only then reading it is fast.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    this.latin = latinOf(bytes)
    this.#isAscii = isAscii
  }

  /** Of a text without halves of characters. */
  static of(text: string): XmlSource {
    const bytes = encoder.encode(text)
    return new XmlSource(bytes, bytes.length === text.length)
  }

  /** The text between two places. */
  slice(from: number, to: number): string {
    const { bytes } = this
    if (!this.#isAscii)
      for (let at = from; at < to; at += 1)
        if (bytes[at]! > 0x7f)
          return buffers
            ? buffers.from(bytes.buffer, bytes.byteOffset + from, to - from).utf8Slice()
            : utf8.decode(bytes.subarray(from, to) as Uint8Array<ArrayBuffer>)
    return this.latin.slice(from, to)
  }

  /** Where a place of the bytes is in the whole document as text. */
  placeInText(at: number): number {
    return this.slice(0, at).length
  }
}
