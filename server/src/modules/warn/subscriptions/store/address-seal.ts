import { createHash, randomBytes } from "node:crypto"
import { z } from "zod"
import { SealKey } from "../../../../platform/seal/index.ts"

const Sealed = z.object({ code: z.string(), address: z.string() })
/** What of a subscription nobody can read without the data folder: where it goes, and the code of its link. */
export type Secrets = z.infer<typeof Sealed>

const CODE_BYTES = 16

/** 128 random bits: nobody can try them. */
export function newCode(): string {
  return randomBytes(CODE_BYTES).toString("base64url")
}

export function hashOf(code: string): Buffer {
  return createHash("sha256").update(code).digest()
}

/**
 * Seals the address under a key that lies in the data folder and not in the database, and the code with it: a letter that goes out
 * later carries the link that ends it, although the table has only the hash of the code.
 */
export class AddressSeal {
  readonly #key: SealKey
  #anySealed: boolean

  /** @param anySealed whether there are addresses already: their key is then never replaced by a new one */
  constructor(dataFolder: string, anySealed: boolean) {
    this.#key = new SealKey(dataFolder, "subscriptions.key")
    this.#anySealed = anySealed
  }

  /** Throws `PLATFORM_SEAL_KEY_MISSING`. */
  seal(number: number, secrets: Secrets): Buffer {
    const sealed = this.#key.seal(`subscription ${number}`, JSON.stringify(secrets), this.#anySealed)
    this.#anySealed = true
    return sealed
  }

  /** Throws `PLATFORM_SEAL_KEY_MISSING`. */
  open(number: number, sealed: Buffer): Secrets {
    return Sealed.parse(JSON.parse(this.#key.open(`subscription ${number}`, sealed)))
  }
}
