import { createHash } from "node:crypto"
import path from "node:path"
import { type KeptPicture, PICTURE_MAX_BYTES } from "@holdfast/contracts"
import { PictureFolder, Redrawing } from "../../../platform/pictures/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { warnErrors } from "../errors.ts"
import { isPictureSent, listPictures } from "../store/warning-store.ts"

const SIDE_MAX_PX = 1_600
const DAY_MS = 86_400_000

/** The pictures of warnings, in the data folder, under a random id that tells nothing of the warning. */
export class Pictures {
  readonly #world: World
  readonly #folder: PictureFolder
  /** Uploaded, and perhaps not yet named by a draft: since when, in milliseconds of the city's clock. */
  readonly #fresh = new Map<string, number>()
  readonly #redrawing = new Redrawing({
    sideMaxPx: SIDE_MAX_PX,
    decodingMax: 1,
    waitingMax: 4,
    refuse: {
      heic: () => warnErrors.PICTURE_HEIC({}),
      unreadable: (cause) => warnErrors.PICTURE_UNREADABLE({}, { cause }),
      busy: (limit) => warnErrors.PICTURES_BUSY({ limit }),
    },
  })

  private constructor(world: World, folder: PictureFolder) {
    this.#world = world
    this.#folder = folder
  }

  static async open(world: World): Promise<Pictures> {
    return new Pictures(world, await PictureFolder.open(path.join(world.dataFolder, "blobs", "warning-pictures")))
  }

  /** Draws it anew, without what a camera wrote into it, and keeps that. Throws `WARN_PICTURE_…` and `WARN_PICTURES_BUSY`. */
  async take(original: Buffer): Promise<KeptPicture> {
    const { length: bytes } = original
    if (bytes > PICTURE_MAX_BYTES) throw warnErrors.PICTURE_LARGE({ bytes, limit: PICTURE_MAX_BYTES })
    const redrawn = await this.#redrawing.redraw(original)
    return this.#folder.keep(redrawn, (picture) => {
      this.#fresh.set(picture, this.#world.clock.now().getTime())
      return describe(picture, redrawn)
    })
  }

  /** Size and digest of one that is kept. Throws `WARN_PICTURE_GONE`. */
  async describe(picture: string): Promise<KeptPicture> {
    return describe(picture, await this.read(picture))
  }

  /** As JPEG, for staff. Throws `WARN_PICTURE_GONE`. */
  async read(picture: string): Promise<Buffer> {
    const found = await this.#folder.find(picture)
    if (!found) throw warnErrors.PICTURE_GONE({ picture })
    return found
  }

  /** As JPEG, for everybody: only what a sent warning shows. */
  async findSent(picture: string): Promise<Buffer<ArrayBuffer> | undefined> {
    return (await isPictureSent(this.#world.db.query, picture)) ? this.#folder.find(picture) : undefined
  }

  /** Removes what no warning and no draft names, a day after it came. */
  async removeUnnamed(now: Date): Promise<void> {
    for (const [picture, atMs] of this.#fresh) if (now.getTime() - atMs > DAY_MS) this.#fresh.delete(picture)
    await this.#folder.removeAllBut(async () => [...(await listPictures(this.#world.db.query)), ...this.#fresh.keys()])
  }
}

/** CAP 1.2 has SHA-1 for digests (3.2.3). */
function describe(picture: string, bytes: Buffer): KeptPicture {
  return { picture, size: bytes.length, digest: createHash("sha1").update(bytes).digest("hex") }
}
