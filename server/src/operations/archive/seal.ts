import { createCipheriv } from "node:crypto"
import { CHUNK_BYTES, chunkNonce, newEnvelope } from "./envelope.ts"

/** Encrypts a stream with a passphrase: a step for `pipeline`. Holds one chunk in memory. */
export function seal(passphrase: string) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { opening, key } = await newEnvelope(passphrase)
    yield opening
    let waiting: Buffer = Buffer.alloc(0)
    let index = 0
    for await (const bytes of source) {
      waiting = Buffer.concat([waiting, bytes])
      // The last chunk is marked as such, so a full one waits until it is known that something follows.
      while (waiting.length > CHUNK_BYTES) {
        yield sealChunk(key, index, false, waiting.subarray(0, CHUNK_BYTES))
        waiting = waiting.subarray(CHUNK_BYTES)
        index += 1
      }
    }
    yield sealChunk(key, index, true, waiting)
  }
}

function sealChunk(key: Buffer, index: number, last: boolean, bytes: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, chunkNonce(index, last))
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}
