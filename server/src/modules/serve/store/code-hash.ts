import { createHmac, randomBytes } from "node:crypto"
import fs from "node:fs"
import path from "node:path"

const KEY_BYTES = 32

/** Turns a code into what is stored of it. */
export type HashCode = (code: string) => Buffer

/**
 * HMAC-SHA256 under a key that lies beside the database and not in it: a copy of the tables alone cannot be searched for the codes
 * of people. The key is made at the first start; without it no code opens its request any more.
 */
export function openCodeHash(keyFolder: string): HashCode {
  const file = path.join(keyFolder, "request-code.key")
  fs.mkdirSync(keyFolder, { recursive: true, mode: 0o700 })
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx", flush: true })
  const key = fs.readFileSync(file)
  return (code) => createHmac("sha256", key).update(code).digest()
}
