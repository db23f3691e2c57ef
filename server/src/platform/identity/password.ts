import { argon2, randomBytes, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"
import { identityErrors } from "./errors.ts"
import { type HashFor, hashInTurn } from "./hash-gate.ts"

const derive = promisify(argon2)
/** Argon2id with the second of the OWASP parameter sets (password storage cheat sheet): 19 MiB, two passes. */
const MEMORY_KIB = 19_456
const PASSES = 2
const HASH_BYTES = 32
const SALT_BYTES = 16
export const PASSWORD_MIN = 12
const GENERATED_BYTES = 15

/** A password for the terminal: 120 bits, in letters that can be typed. */
export function generatePassword(): string {
  return randomBytes(GENERATED_BYTES).toString("base64url")
}

/** Throws `IDENTITY_PASSWORD_SHORT`. */
export function requireLength(password: string): void {
  if (password.length < PASSWORD_MIN) throw identityErrors.PASSWORD_SHORT({ limit: PASSWORD_MIN })
}

/** The hash in its PHC string form, for somebody who has proven who they are. Throws as `requireLength`. */
export async function hashPassword(password: string): Promise<string> {
  requireLength(password)
  const salt = randomBytes(SALT_BYTES)
  const hash = await deriveHash(password, salt, "own")
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${unpadded(salt)}$${unpadded(hash)}`
}

/**
 * Takes as long for an account that does not exist: nobody learns from the time which accounts there are. Throws `IDENTITY_BUSY`
 * when too many wait for the same.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [salt, hash] = (stored ?? NOBODY).split("$").slice(-2)
  const derived = await deriveHash(password, Buffer.from(salt!, "base64"), "guess")
  const expected = Buffer.from(hash!, "base64")
  return stored !== undefined && derived.length === expected.length && timingSafeEqual(derived, expected)
}

/** The slow hash of a short secret under a salt that its owner's record gives. Throws as `hashInTurn`. */
export function deriveHash(secret: string, salt: Buffer, purpose: HashFor): Promise<Buffer> {
  return hashInTurn(purpose, () =>
    derive("argon2id", {
      message: secret.normalize("NFC"),
      nonce: salt,
      parallelism: 1,
      memory: MEMORY_KIB,
      passes: PASSES,
      tagLength: HASH_BYTES,
    }),
  )
}

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "")
const NOBODY = `$${unpadded(Buffer.alloc(SALT_BYTES))}$${unpadded(Buffer.alloc(HASH_BYTES))}`
