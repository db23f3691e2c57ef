import fs from "node:fs/promises"
import path from "node:path"
import { newId } from "@holdfast/kernel"

/** JPEG files in one folder, named by a random id that tells nothing of what they belong to. */
export class PictureFolder {
  readonly #folder: string
  /** Written, and their row not yet committed: the sweep leaves these alone. */
  readonly #arriving = new Set<string>()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @param folder made when it is not there, for this account alone */
  static async open(folder: string): Promise<PictureFolder> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    return new PictureFolder(folder)
  }

  /** Keeps a picture that was drawn anew. It is there durably before `use` is called with its id, and goes again when that fails. */
  async keep<T>(redrawn: Buffer, use: (id: string) => T | Promise<T>): Promise<T> {
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

  /** Undefined when it is gone. */
  async find(id: string): Promise<Buffer<ArrayBuffer> | undefined> {
    return fs.readFile(this.#file(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined
      throw error
    })
  }

  async remove(id: string): Promise<void> {
    await fs.rm(this.#file(id), { force: true })
  }

  /** Removes what nothing names any more, such as the picture of a row whose commit never came. Gives how many. */
  async removeAllBut(listKept: () => Promise<readonly string[]>): Promise<number> {
    const ids = (await fs.readdir(this.#folder)).map((name) => path.basename(name, ".jpg"))
    const candidates = ids.filter((id) => !this.#arriving.has(id))
    // The rows are read after the folder: what was committed in between is named by then.
    const kept = new Set(await listKept())
    const orphans = candidates.filter((id) => !kept.has(id))
    for (const id of orphans) await this.remove(id)
    return orphans.length
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
