import fs from "node:fs"
import path from "node:path"
import { FolderLock } from "../lock/index.ts"

const LOCK = "holdfast.lock"

/** The folder of a world that is thrown away: empty and locked from `take` to `remove`. */
export class TemporaryFolder {
  readonly path: string
  readonly #lock: FolderLock

  private constructor(folder: string, lock: FolderLock) {
    this.path = folder
    this.#lock = lock
  }

  /** Takes a folder, and empties it of what a process left that was killed. Throws `PLATFORM_DATA_FOLDER_IN_USE` while another has it. */
  static take(folder: string): TemporaryFolder {
    const taken = new TemporaryFolder(folder, FolderLock.acquire(folder))
    taken.#empty()
    return taken
  }

  /** Removes those inside `parent` that nobody has any more. One without a lock is just being made, or is not ours. */
  static removeLeft(parent: string): void {
    if (!fs.existsSync(parent)) return
    for (const name of fs.readdirSync(parent)) {
      const folder = path.join(parent, name)
      if (!fs.existsSync(path.join(folder, LOCK))) continue
      try {
        TemporaryFolder.take(folder).remove()
      } catch {
        // Somebody has it, or may write where we may not: then it is theirs to remove.
      }
    }
  }

  remove(): void {
    // While the lock is still held: another process may take the folder the moment it is free.
    this.#empty()
    this.#lock.release()
    fs.rmSync(this.path, { recursive: true, force: true })
  }

  #empty(): void {
    for (const name of fs.readdirSync(this.path))
      if (!name.startsWith(LOCK)) fs.rmSync(path.join(this.path, name), { recursive: true, force: true })
  }
}
