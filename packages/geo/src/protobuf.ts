const text = new TextEncoder()

/** Writes the parts of Protocol Buffers that a vector tile needs: varints, bytes, doubles, packed numbers, messages. */
export class ProtobufWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  varint(field: number, value: number): this {
    return this.#tag(field, 0).#number(value)
  }
  double(field: number, value: number): this {
    this.#tag(field, 1).#room(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
    return this
  }
  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, 2).#number(value.length).#room(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
    return this
  }
  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value))
  }
  packed(field: number, values: readonly number[]): this {
    const inner = new ProtobufWriter()
    for (const value of values) inner.#number(value)
    return this.bytes(field, inner.finish())
  }
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #tag(field: number, wireType: number): this {
    return this.#number(field * 8 + wireType)
  }
  /** An unsigned varint up to 2⁵³; shifting by division, because bit operations stop at 32. */
  #number(value: number): this {
    this.#room(10)
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
    return this
  }
  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
