import fs from "node:fs/promises"
import path from "node:path"
import { newId } from "@holdfast/kernel"
import sharp from "sharp"
import { serveErrors } from "../errors.ts"

/** What a resident may send. */
export const PHOTO_MAX_BYTES = 8 * 1024 * 1024
const SIDE_MAX_PX = 1_600
/** A photo of a phone has up to 50 million points; a small file that unpacks to more is meant to fill the memory. */
const PIXELS_MAX = 60_000_000
/** Photos that are decoded at the same time; each may need some hundred megabytes. */
const DECODING_MAX = 4
/** Photos that wait for their turn, up to 8 MB each; who comes after them is asked to try again. */
const WAITING_MAX = 16
const QUALITY = 80
const THUMBNAIL_PX = 360

/** The photos of requests, in one folder, named by a random id that tells nothing of the request. */
export class Photos {
  readonly #folder: string
  /** Written, and their row not yet committed: the sweep leaves these alone. */
  readonly #arriving = new Set<string>()
  #decoding = 0
  readonly #waiting: (() => void)[] = []

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(blobFolder: string): Promise<Photos> {
    const folder = path.join(blobFolder, "request-photos")
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    return new Photos(folder)
  }

  /** Keeps a photo that was drawn anew. It is there durably before `use` is called with its id, and goes again when that fails. */
  async keep<T>(redrawn: Buffer, use: (id: string) => Promise<T>): Promise<T> {
    const id = newId()
    this.#arriving.add(id)
    try {
      await fs.writeFile(this.#file(id), redrawn, { flag: "wx", mode: 0o600, flush: true })
      await this.#syncFolder()
      return await use(id)
    } catch (error) {
      await this.remove(id)
      throw error
    } finally {
      this.#arriving.delete(id)
    }
  }

  /** Small enough to stand inside a page, so that its reporter sees what goes out. */
  async thumbnail(redrawn: Buffer): Promise<Buffer> {
    return sharp(redrawn).resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: "inside" }).jpeg({ quality: 60 }).toBuffer()
  }

  /** JPEG, or undefined when it is gone. */
  async find(id: string): Promise<Buffer | undefined> {
    return fs.readFile(this.#file(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined
      throw error
    })
  }

  async remove(id: string): Promise<void> {
    await fs.rm(this.#file(id), { force: true })
  }

  /** Removes what no request names any more, such as the photo of a request whose commit never came. Gives how many. */
  async removeAllBut(listKept: () => Promise<string[]>): Promise<number> {
    const ids = (await fs.readdir(this.#folder)).map((name) => path.basename(name, ".jpg"))
    const candidates = ids.filter((id) => !this.#arriving.has(id))
    // The rows are read after the folder: what was committed in between is named by then.
    const kept = new Set(await listKept())
    const orphans = candidates.filter((id) => !kept.has(id))
    for (const id of orphans) await this.remove(id)
    return orphans.length
  }

  /**
   * Draws a photo anew, smaller and without anything but its points: place, time, and camera are gone. The original is never on
   * disk. Throws `SERVE_PHOTO_HEIC`, `SERVE_PHOTO_UNREADABLE`, and `SERVE_PHOTOS_BUSY`.
   */
  async redraw(original: Buffer): Promise<Buffer> {
    if (isHeic(original)) throw serveErrors.PHOTO_HEIC({})
    if (!isPhoto(original)) throw serveErrors.PHOTO_UNREADABLE({})
    await this.#turn()
    try {
      return await sharp(original, { limitInputPixels: PIXELS_MAX, failOn: "error" })
        .autoOrient()
        .resize({ width: SIDE_MAX_PX, height: SIDE_MAX_PX, fit: "inside", withoutEnlargement: true })
        .flatten({ background: "#ffffff" })
        .jpeg({ quality: QUALITY })
        .toBuffer()
    } catch (error) {
      throw serveErrors.PHOTO_UNREADABLE({}, { cause: error })
    } finally {
      this.#decoding -= 1
      this.#waiting.shift()?.()
    }
  }

  /** Waits until one may decode. Whoever is woken takes the place of the one that woke them. */
  async #turn(): Promise<void> {
    if (this.#decoding + this.#waiting.length >= DECODING_MAX + WAITING_MAX) {
      throw serveErrors.PHOTOS_BUSY({ limit: DECODING_MAX + WAITING_MAX })
    }
    if (this.#decoding >= DECODING_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#decoding += 1
  }

  #file(id: string): string {
    return path.join(this.#folder, `${id}.jpg`)
  }

  async #syncFolder(): Promise<void> {
    const folder = await fs.open(this.#folder)
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}

/** JPEG, PNG, and WebP by their first bytes. Other formats, SVG above all, never reach a decoder. */
function isPhoto(bytes: Buffer): boolean {
  const starts = (hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString("hex") === hex
  return starts("ffd8ff") || starts("89504e470d0a1a0a") || (starts("52494646") && starts("57454250", 8))
}

/** What iPhones store: its decoder is not part of this server, and phones send JPEG when they are asked to. */
function isHeic(bytes: Buffer): boolean {
  return bytes.toString("latin1", 4, 8) === "ftyp" && /^(hei|hev|mif1|msf1|avif)/.test(bytes.toString("latin1", 8, 12))
}
