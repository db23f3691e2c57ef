import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { platformErrors } from "../errors.ts"

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals texts with AES-256-GCM under a key that lies in the data folder and not in the database: a copy of the tables alone opens
 * nothing. The owner of a text is authenticated with it, so what was moved to another row does not open.
 */
export class SealKey {
  readonly #file: string
  #key: Buffer | undefined

  /** @param name of the key's file in `keys/`, which is part of a backup */
  constructor(dataFolder: string, name: string) {
    this.#file = path.join(dataFolder, "keys", name)
    this.#key = fs.existsSync(this.#file) ? fs.readFileSync(this.#file) : undefined
  }

  /**
   * Makes the key at first use.
   *
   * @param anySealed whether something is sealed already: its key is never replaced by a new one that could not open it, and
   *   `PLATFORM_SEAL_KEY_MISSING` is thrown instead
   */
  seal(owner: string, text: string, anySealed: boolean): Buffer {
    if (!this.#key && !anySealed) {
      fs.mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
      fs.writeFileSync(this.#file, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx", flush: true })
      this.#key = fs.readFileSync(this.#file)
    }
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv("aes-256-gcm", this.#require(), nonce).setAAD(Buffer.from(owner))
    return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()])
  }

  /** Throws `PLATFORM_SEAL_KEY_MISSING`, also for a key that is not the one it was sealed with. */
  open(owner: string, sealed: Buffer): string {
    const key = this.#require()
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8")
    } catch (error) {
      throw platformErrors.SEAL_KEY_MISSING({ file: this.#file }, { cause: error })
    }
  }

  #require(): Buffer {
    if (this.#key?.length !== KEY_BYTES) throw platformErrors.SEAL_KEY_MISSING({ file: this.#file })
    return this.#key
  }
}
