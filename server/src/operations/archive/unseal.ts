import { createDecipheriv } from "node:crypto"
import { operationErrors } from "../errors.ts"
import { CHUNK_BYTES, chunkNonce, HEADER_MAX_BYTES, MAC_BYTES, MAGIC, openEnvelope, TAG_BYTES } from "./envelope.ts"

const SEALED_BYTES = CHUNK_BYTES + TAG_BYTES

/**
 * Decrypts what `seal` wrote: a step for `pipeline`. Nothing is handed on that was not proven first.
 * Throws `CLI_BACKUP_FOREIGN`, `CLI_PASSPHRASE_WRONG`, and `CLI_BACKUP_DAMAGED` with the byte of the chunk that does not fit,
 * which for a file that was cut is the one it now ends in.
 */
export function unseal(passphrase: string, file: string) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let waiting: Buffer = Buffer.alloc(0)
    let key: Buffer | undefined
    let index = 0
    let byte = 0
    const next = (last: boolean, length: number): Buffer => {
      const opened = key && openChunk(key, index, last, waiting.subarray(0, length))
      if (!opened) throw operationErrors.BACKUP_DAMAGED({ file, byte })
      waiting = waiting.subarray(length)
      index += 1
      byte += length
      return opened
    }
    for await (const bytes of source) {
      waiting = Buffer.concat([waiting, bytes])
      if (!key) {
        const opening = findOpening(waiting, file)
        if (!opening) continue
        key = await openEnvelope(opening.header, opening.mac, passphrase, file)
        byte = opening.header.length + MAC_BYTES
        waiting = waiting.subarray(byte)
      }
      while (waiting.length > SEALED_BYTES) yield next(false, SEALED_BYTES)
    }
    if (!key) throw operationErrors.BACKUP_FOREIGN({ file })
    yield next(true, waiting.length)
  }
}

function findOpening(bytes: Buffer, file: string): { header: Buffer; mac: Buffer } | undefined {
  const magic = bytes.subarray(0, MAGIC.length).toString("latin1")
  if (!MAGIC.startsWith(magic)) throw operationErrors.BACKUP_FOREIGN({ file })
  const end = bytes.indexOf("\n", MAGIC.length) + 1
  if (end === 0 && bytes.length > HEADER_MAX_BYTES) throw operationErrors.BACKUP_FOREIGN({ file })
  if (end === 0 || bytes.length < end + MAC_BYTES) return undefined
  return { header: Buffer.from(bytes.subarray(0, end)), mac: Buffer.from(bytes.subarray(end, end + MAC_BYTES)) }
}

function openChunk(key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined
  const decipher = createDecipheriv("aes-256-gcm", key, chunkNonce(index, last), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}
