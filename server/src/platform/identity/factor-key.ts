import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { identityErrors } from "./errors.ts"

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const NAME = "second-factor.key"

/**
 * Seals the secrets of second factors with AES-256-GCM under a key that lies in the data folder and not in the database: a copy of
 * the tables alone makes no codes. The account is authenticated with it, so a row moved to another account does not open. The key
 * is part of a backup; without it only recovery codes, passkeys, and invitations still work.
 */
export class FactorKey {
  readonly #key: Buffer | undefined
  readonly #file: string

  private constructor(file: string, key: Buffer | undefined) {
    this.#file = file
    this.#key = key
  }

  /**
   * Reads the key, or makes it at first use.
   *
   * @param anySealed whether something is sealed already: its key is then never replaced by a new one that could not open it
   */
  static open(dataFolder: string, anySealed: boolean): FactorKey {
    const folder = path.join(dataFolder, "keys")
    const file = path.join(folder, NAME)
    if (!fs.existsSync(file)) {
      if (anySealed) return new FactorKey(file, undefined)
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      fs.writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx", flush: true })
    }
    return new FactorKey(file, fs.readFileSync(file))
  }

  /** Throws `IDENTITY_FACTOR_KEY_MISSING`. */
  seal(account: string, secret: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv("aes-256-gcm", this.#require(), nonce).setAAD(Buffer.from(account))
    return Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()])
  }

  /** Throws `IDENTITY_FACTOR_KEY_MISSING`, also for a key that is not the one it was sealed with. */
  open(account: string, sealed: Buffer): string {
    const key = this.#require()
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAAD(Buffer.from(account)).setAuthTag(sealed.subarray(-TAG_BYTES))
      const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
      return text.toString("utf8")
    } catch (error) {
      throw identityErrors.FACTOR_KEY_MISSING({ file: this.#file }, { cause: error })
    }
  }

  #require(): Buffer {
    if (this.#key?.length !== KEY_BYTES) throw identityErrors.FACTOR_KEY_MISSING({ file: this.#file })
    return this.#key
  }
}
