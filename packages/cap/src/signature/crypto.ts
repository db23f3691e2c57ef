import type { PublicKey } from "./public-key.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** The two operations that verifying needs; `webCrypto` has them in Node, browser, and worker. */
export interface CapCrypto {
  sha256(bytes: Bytes): Promise<Uint8Array> | Uint8Array
  /** With SHA-256: PKCS #1 v1.5 for RSA, `r` and `s` in a row for ECDSA. */
  verify(key: PublicKey, signature: Bytes, bytes: Bytes): Promise<boolean> | boolean
}

const algorithms = {
  rsa: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  "ecdsa-p256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  "ecdsa-p384": { name: "ECDSA", namedCurve: "P-384", hash: "SHA-256" },
} as const

/** The cryptography of the platform. */
export const webCrypto: CapCrypto = {
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
  verify: async ({ algorithm, spki }, signature, bytes) => {
    const how = algorithms[algorithm]
    try {
      const key = await crypto.subtle.importKey("spki", spki, how, false, ["verify"])
      return await crypto.subtle.verify(how, key, signature, bytes)
    } catch {
      // A key that cannot be read verifies nothing.
      return false
    }
  },
}
