const LENGTH_BYTES_MAX = 4
const CONTINUES = 0x80

/**
 * Follows the packets of one MQTT connection by their headers alone, so that an oversized one is found before it is gathered in
 * memory: the length of a packet stands in its first five bytes (MQTT 3.1.1, 2.2.3).
 */
export class FrameGuard {
  readonly #packetMaxBytes: number
  /** Bytes of the current packet that are still to come; 0 between packets. */
  #rest = 0
  #lengthBytes = -1
  #length = 0

  constructor(packetMaxBytes: number) {
    this.#packetMaxBytes = packetMaxBytes
  }

  /** Whether the connection may go on after these bytes. */
  accepts(bytes: Uint8Array): boolean {
    let at = 0
    while (at < bytes.length) {
      if (this.#rest > 0) {
        const step = Math.min(this.#rest, bytes.length - at)
        this.#rest -= step
        at += step
      } else if (this.#lengthBytes < 0) {
        this.#lengthBytes = 0
        this.#length = 0
        at += 1
      } else {
        const byte = bytes[at]!
        at += 1
        this.#length += (byte & ~CONTINUES & 0xff) * 128 ** this.#lengthBytes
        this.#lengthBytes += 1
        if (byte & CONTINUES) {
          if (this.#lengthBytes === LENGTH_BYTES_MAX) return false
          continue
        }
        if (this.#length > this.#packetMaxBytes) return false
        this.#rest = this.#length
        this.#lengthBytes = -1
      }
    }
    return true
  }
}
