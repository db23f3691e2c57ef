import path from "node:path"
import sharp from "sharp"
import { PictureFolder, Redrawing } from "../../../platform/pictures/index.ts"
import { serveErrors } from "../errors.ts"

/** What a resident may send. */
export const PHOTO_MAX_BYTES = 8 * 1024 * 1024
const SIDE_MAX_PX = 1_600
const DECODING_MAX = 4
/** Up to 8 MB each. */
const WAITING_MAX = 16
const THUMBNAIL_PX = 360

/** The photos of requests, in one folder, named by a random id that tells nothing of the request. */
export class Photos {
  readonly #folder: PictureFolder
  readonly #redrawing = new Redrawing({
    sideMaxPx: SIDE_MAX_PX,
    decodingMax: DECODING_MAX,
    waitingMax: WAITING_MAX,
    refuse: {
      heic: () => serveErrors.PHOTO_HEIC({}),
      unreadable: (cause) => serveErrors.PHOTO_UNREADABLE({}, { cause }),
      busy: (limit) => serveErrors.PHOTOS_BUSY({ limit }),
    },
  })

  private constructor(folder: PictureFolder) {
    this.#folder = folder
  }

  static async open(blobFolder: string): Promise<Photos> {
    return new Photos(await PictureFolder.open(path.join(blobFolder, "request-photos")))
  }

  /** Keeps a photo that was drawn anew. It is there durably before `use` is called with its id, and goes again when that fails. */
  keep<T>(redrawn: Buffer, use: (id: string) => Promise<T>): Promise<T> {
    return this.#folder.keep(redrawn, use)
  }

  /** Small enough to stand inside a page, so that its reporter sees what goes out. */
  async thumbnail(redrawn: Buffer): Promise<Buffer> {
    return sharp(redrawn).resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: "inside" }).jpeg({ quality: 60 }).toBuffer()
  }

  /** JPEG, or undefined when it is gone. */
  find(id: string): Promise<Buffer | undefined> {
    return this.#folder.find(id)
  }

  remove(id: string): Promise<void> {
    return this.#folder.remove(id)
  }

  /** Removes what no request names any more, such as the photo of a request whose commit never came. Gives how many. */
  removeAllBut(listKept: () => Promise<string[]>): Promise<number> {
    return this.#folder.removeAllBut(listKept)
  }

  /**
   * Draws a photo anew, smaller and without anything but its points. Throws `SERVE_PHOTO_HEIC`, `SERVE_PHOTO_UNREADABLE`, and
   * `SERVE_PHOTOS_BUSY`.
   */
  redraw(original: Buffer): Promise<Buffer> {
    return this.#redrawing.redraw(original)
  }
}
