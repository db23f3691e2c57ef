import { createHash, randomBytes, timingSafeEqual } from "node:crypto"

/** 192 bits: nobody guesses it, however many tries the machine would stand. */
const SECRET_BYTES = 24

/** Such as `q8Xn…`, 32 letters that need no quoting in a URL or a shell. */
export function makeSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url")
}

/**
 * One plain hash is enough here: a slow one protects words that people choose, which can be guessed from a stolen table. A secret of
 * 192 random bits cannot, and ten thousand devices that connect at once after a power cut must not wait for a slow hash each.
 */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest()
}

export function isSecret(given: string, hash: Buffer): boolean {
  return timingSafeEqual(hashSecret(given), hash)
}
