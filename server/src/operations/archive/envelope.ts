import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import { operationErrors } from "../errors.ts"

/**
 * The outside of a backup file: a line with the format's name, a line of JSON, 32 bytes that prove the passphrase and this
 * header, and then the content in sealed chunks (AES-256-GCM). Each chunk's nonce is its number and whether it is the last, so
 * chunks can be neither moved, nor repeated, nor cut off at the end (the STREAM construction of Hoang, Reyhanitabar, Rogaway
 * and Vizár, CRYPTO 2015).
 */
export const MAGIC = "holdfast-backup 1\n"
export const CHUNK_BYTES = 64 * 1024
export const TAG_BYTES = 16
export const MAC_BYTES = 32
export const HEADER_MAX_BYTES = 4096
/** Short words are guessed from a stolen file; four random words are longer than this. */
export const PASSPHRASE_MIN = 12

/** The cost of one guess: 128 MiB and about half a second. Kept in the header, so that it can grow with the machines. */
const COST = { N: 2 ** 17, r: 8, p: 1 }
const MEMORY_MAX_BYTES = 512 * 1024 * 1024

const Header = z.object({
  cipher: z.literal("aes-256-gcm"),
  derivation: z.literal("scrypt"),
  // Limits keep a foreign file from making us work for hours.
  N: z
    .int()
    .min(2)
    .max(2 ** 18),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64(),
})

export interface Keys {
  readonly content: Buffer
  readonly header: Buffer
}

/** The beginning of a new file and the key for what follows. Throws `CLI_PASSPHRASE_SHORT`. */
export async function newEnvelope(passphrase: string): Promise<{ opening: Buffer; key: Buffer }> {
  if (passphrase.length < PASSPHRASE_MIN) throw operationErrors.PASSPHRASE_SHORT({ min: PASSPHRASE_MIN })
  const salt = randomBytes(16)
  const text = `${JSON.stringify({ cipher: "aes-256-gcm", derivation: "scrypt", ...COST, salt: salt.toString("base64") })}\n`
  const keys = await deriveKeys(passphrase, { ...COST, salt })
  const header = Buffer.from(MAGIC + text)
  return { opening: Buffer.concat([header, proof(header, keys)]), key: keys.content }
}

/** The key of a file whose header line was read. Throws `CLI_PASSPHRASE_WRONG`, also when the header itself was changed. */
export async function openEnvelope(header: Buffer, mac: Buffer, passphrase: string, file: string): Promise<Buffer> {
  const parsed = Header.safeParse(safeJson(header.subarray(MAGIC.length).toString("utf8")))
  if (!parsed.success) throw operationErrors.BACKUP_FOREIGN({ file })
  const keys = await deriveKeys(passphrase, { ...parsed.data, salt: Buffer.from(parsed.data.salt, "base64") })
  if (!timingSafeEqual(mac, proof(header, keys))) throw operationErrors.PASSPHRASE_WRONG({ file })
  return keys.content
}

export function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(index), 3)
  nonce[11] = last ? 1 : 0
  return nonce
}

function proof(header: Buffer, keys: Keys): Buffer {
  return createHmac("sha256", keys.header).update(header).digest()
}

function deriveKeys(passphrase: string, { salt, N, r, p }: { salt: Buffer; N: number; r: number; p: number }): Promise<Keys> {
  return new Promise((resolve, reject) => {
    // The same passphrase typed on another system may come in another Unicode form.
    scrypt(passphrase.normalize("NFKC"), salt, 64, { N, r, p, maxmem: MEMORY_MAX_BYTES }, (error, bytes) => {
      if (error) reject(error)
      else resolve({ content: bytes.subarray(0, 32), header: bytes.subarray(32) })
    })
  })
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
