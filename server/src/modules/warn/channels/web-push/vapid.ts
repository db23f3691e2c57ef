import fs from "node:fs"
import path from "node:path"
import webPush from "web-push"
import { z } from "zod"

const Keys = z.object({ publicKey: z.string(), privateKey: z.string() })
const NAME = "web-push.json"
/** A token is valid for twelve hours (RFC 8292 allows a day); half of them are left whenever one is used. */
const TOKEN_KEPT_MS = 6 * 3_600_000
/** Push services of this world are a handful. */
const TOKENS_MAX = 200

/**
 * By what push services know this city (RFC 8292). The pair of keys is made once and lies in the data folder: every subscription is
 * bound to it, so with new keys all residents would have to subscribe again. It is part of a backup.
 */
export class Vapid {
  /** What a browser needs to subscribe: `applicationServerKey`, base64url. */
  readonly publicKey: string
  readonly #privateKey: string
  readonly #tokens = new Map<string, { readonly header: string; readonly until: number }>()

  private constructor(keys: z.infer<typeof Keys>) {
    this.publicKey = keys.publicKey
    this.#privateKey = keys.privateKey
  }

  /** Reads the keys, or makes them at first use. */
  static open(dataFolder: string): Vapid {
    const folder = path.join(dataFolder, "keys")
    const file = path.join(folder, NAME)
    if (!fs.existsSync(file)) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      fs.writeFileSync(file, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600, flag: "wx", flush: true })
    }
    return new Vapid(Keys.parse(JSON.parse(fs.readFileSync(file, "utf8"))))
  }

  /**
   * The `Authorization` of a request. Signing costs more than encrypting, so one token serves a push service for hours.
   *
   * @param subject an address by which the push service reaches the people who run this
   */
  authorize(endpoint: string, subject: string, now: Date): string {
    const { origin } = new URL(endpoint)
    const kept = this.#tokens.get(`${origin} ${subject}`)
    if (kept && kept.until > now.getTime()) return kept.header
    if (this.#tokens.size >= TOKENS_MAX) this.#tokens.clear()
    const header = webPush.getVapidHeaders(origin, subject, this.publicKey, this.#privateKey, "aes128gcm").Authorization
    this.#tokens.set(`${origin} ${subject}`, { header, until: now.getTime() + TOKEN_KEPT_MS })
    return header
  }
}
