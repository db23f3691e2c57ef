import sharp from "sharp"

/** A photo of a phone has up to 50 million points; a small file that unpacks to more is meant to fill the memory. */
const PIXELS_MAX = 60_000_000
const QUALITY = 80

export interface RedrawingOptions {
  /** The longer side of what is kept. */
  readonly sideMaxPx: number
  /** Pictures that are decoded at the same time; each may need some hundred megabytes. */
  readonly decodingMax: number
  /** Pictures that wait for their turn; who comes after them is asked to try again. */
  readonly waitingMax: number
  /** What is said to whoever sent it, in the words of the module that takes it. */
  readonly refuse: {
    readonly heic: () => Error
    readonly unreadable: (cause?: unknown) => Error
    readonly busy: (limit: number) => Error
  }
}

/** Draws pictures anew, smaller and without anything but their points: place, time, and camera are gone. */
export class Redrawing {
  readonly #options: RedrawingOptions
  #decoding = 0
  readonly #waiting: (() => void)[] = []

  constructor(options: RedrawingOptions) {
    this.#options = options
  }

  /** Gives a JPEG. The original is never on disk. Throws what `refuse` gives. */
  async redraw(original: Buffer): Promise<Buffer> {
    const { refuse, sideMaxPx } = this.#options
    if (isHeic(original)) throw refuse.heic()
    if (!isPicture(original)) throw refuse.unreadable()
    await this.#turn()
    try {
      return await sharp(original, { limitInputPixels: PIXELS_MAX, failOn: "error" })
        .autoOrient()
        .resize({ width: sideMaxPx, height: sideMaxPx, fit: "inside", withoutEnlargement: true })
        .flatten({ background: "#ffffff" })
        .jpeg({ quality: QUALITY })
        .toBuffer()
    } catch (error) {
      throw refuse.unreadable(error)
    } finally {
      this.#decoding -= 1
      this.#waiting.shift()?.()
    }
  }

  /** Waits until one may decode. Whoever is woken takes the place of the one that woke them. */
  async #turn(): Promise<void> {
    const { decodingMax, waitingMax, refuse } = this.#options
    if (this.#decoding + this.#waiting.length >= decodingMax + waitingMax) throw refuse.busy(decodingMax + waitingMax)
    if (this.#decoding >= decodingMax) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#decoding += 1
  }
}

/** JPEG, PNG, and WebP by their first bytes. Other formats, SVG above all, never reach a decoder. */
function isPicture(bytes: Buffer): boolean {
  const starts = (hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString("hex") === hex
  return starts("ffd8ff") || starts("89504e470d0a1a0a") || (starts("52494646") && starts("57454250", 8))
}

/** What iPhones store: its decoder is not part of this server, and phones send JPEG when they are asked to. */
function isHeic(bytes: Buffer): boolean {
  return bytes.toString("latin1", 4, 8) === "ftyp" && /^(hei|hev|mif1|msf1|avif)/.test(bytes.toString("latin1", 8, 12))
}
