import { Duplex } from "node:stream"

const SYNC = 0x53
const QUERY = 0x51
const TERMINATE = 0x58
const HEADER_BYTES = 5

/**
 * A stream that the ordinary PostgreSQL driver takes for its socket. The embedded engine answers whole batches, so the bytes are
 * cut after each Sync and Query message, and the answer of one batch is pushed before the next is sent.
 */
export class Wire extends Duplex {
  #pending: Buffer = Buffer.alloc(0)
  #started = false
  readonly #call: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly #onEnd: () => void

  constructor(call: (bytes: Uint8Array) => Promise<Uint8Array>, onEnd: () => void) {
    super()
    this.#call = call
    this.#onEnd = onEnd
  }

  // The driver treats its stream as a socket; these are the socket's methods that it calls.
  connect(): this {
    process.nextTick(() => this.emit("connect"))
    return this
  }
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    this.#pump().then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#onEnd()
    done(error)
  }

  async #pump(): Promise<void> {
    if (!this.#started) {
      // The start-up message has no type byte: its length comes first.
      if (this.#pending.length < 4 || this.#pending.length < this.#pending.readInt32BE(0)) return
      this.#started = true
      return this.#send(this.#pending.readInt32BE(0))
    }
    const { end, terminated } = lastBatchEnd(this.#pending)
    if (end > 0) await this.#send(end)
    if (terminated) this.push(null)
  }

  async #send(length: number): Promise<void> {
    const batch = this.#pending.subarray(0, length)
    this.#pending = this.#pending.subarray(length)
    const answer = await this.#call(new Uint8Array(batch))
    if (!this.destroyed) this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength))
  }
}

/** The end of the last complete message after which the engine answers, and whether the driver said goodbye. */
export function lastBatchEnd(bytes: Buffer): { end: number; terminated: boolean } {
  let offset = 0
  let end = 0
  while (offset + HEADER_BYTES <= bytes.length) {
    const type = bytes[offset]!
    const next = offset + 1 + bytes.readInt32BE(offset + 1)
    if (next > bytes.length || next <= offset) break
    if (type === TERMINATE) return { end, terminated: true }
    offset = next
    if (type === SYNC || type === QUERY) end = offset
  }
  return { end, terminated: false }
}
