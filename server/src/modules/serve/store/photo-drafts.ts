import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import fs from "node:fs/promises"
import path from "node:path"
import { newId } from "@holdfast/kernel"
import { serveErrors } from "../errors.ts"

const KEEP_MS = 3_600_000
/** At half a megabyte each, a hundred megabytes; more people than that do not fill in a form at once. */
const DRAFTS_MAX = 200
const CIPHER = "aes-256-gcm"
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** When it ends, in milliseconds since 1970, and a random id. */
export const draftName = /^\d{13}-[0-9a-f-]{36}$/

/** Where a draft lies, and the only key that opens it. */
export interface PhotoDraft {
  readonly draft: string
  readonly key: string
}

/**
 * Photos of forms that are not sent yet. A browser without scripts cannot carry a photo from page to page, so it waits here for an
 * hour at most, locked with a key that is in the resident's form and nowhere else: what is never sent can be read by nobody.
 */
export class PhotoDrafts {
  readonly #folder: string
  #arriving = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(blobFolder: string): Promise<PhotoDrafts> {
    const folder = path.join(blobFolder, "photo-drafts")
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    return new PhotoDrafts(folder)
  }

  /** Keeps a photo that was drawn anew. Throws `SERVE_PHOTOS_BUSY` when too many wait. */
  async keep(photo: Buffer, now: Date): Promise<PhotoDraft> {
    await this.sweep(now)
    const waiting = (await fs.readdir(this.#folder)).length + this.#arriving
    if (waiting >= DRAFTS_MAX) throw serveErrors.PHOTOS_BUSY({ limit: DRAFTS_MAX })
    this.#arriving += 1
    try {
      const [key, nonce] = [randomBytes(32), randomBytes(NONCE_BYTES)]
      const cipher = createCipheriv(CIPHER, key, nonce)
      const locked = Buffer.concat([cipher.update(photo), cipher.final()])
      const draft = `${now.getTime() + KEEP_MS}-${newId()}`
      await fs.writeFile(this.#file(draft), Buffer.concat([nonce, cipher.getAuthTag(), locked]), { flag: "wx", mode: 0o600 })
      return { draft, key: key.toString("base64url") }
    } finally {
      this.#arriving -= 1
    }
  }

  /** The photo; undefined when its hour is over, or it was sent or taken out. */
  async find({ draft, key }: PhotoDraft, now: Date): Promise<Buffer | undefined> {
    if (isOver(draft, now)) return undefined
    const stored = await fs.readFile(this.#file(draft)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined
      throw error
    })
    if (!stored) return undefined
    const decipher = createDecipheriv(CIPHER, Buffer.from(key, "base64url"), stored.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(stored.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(stored.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  }

  async remove({ draft }: Pick<PhotoDraft, "draft">): Promise<void> {
    await fs.rm(this.#file(draft), { force: true })
  }

  /** Removes what is over. Gives how many. */
  async sweep(now: Date): Promise<number> {
    const over = (await fs.readdir(this.#folder)).filter((draft) => isOver(draft, now))
    for (const draft of over) await this.remove({ draft })
    return over.length
  }

  #file(draft: string): string {
    return path.join(this.#folder, draft)
  }
}

function isOver(draft: string, now: Date): boolean {
  return !draftName.test(draft) || Number(draft.slice(0, 13)) <= now.getTime()
}
