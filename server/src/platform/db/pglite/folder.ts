import fs from "node:fs"
import path from "node:path"
import { platformErrors } from "../../errors.ts"
import { fsyncPath } from "./fsync-path.ts"

const MARKER = "HOLDFAST-DATABASE"

/**
 * Makes sure that `folder` holds a database that was once completely on the disk. A new one is made beside it and renamed into
 * place only when every file and folder has been synced, because the first creation writes hundreds of files that the engine
 * itself never syncs. A folder without our marker is refused: it may be somebody's data.
 *
 * @param template a database folder to copy instead of creating one, which takes seconds
 */
export async function prepareFolder(folder: string, template?: string): Promise<void> {
  if (fs.existsSync(path.join(folder, MARKER))) return
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) throw platformErrors.DATA_FOLDER_FOREIGN({ folder })
  const parent = path.dirname(path.resolve(folder))
  const unfinished = `${folder}.unfinished`
  try {
    fs.mkdirSync(parent, { recursive: true })
    fs.rmSync(unfinished, { recursive: true, force: true })
    if (template) {
      fs.cpSync(template, unfinished, { recursive: true, mode: fs.constants.COPYFILE_FICLONE })
    } else {
      await createDatabase(unfinished)
      fs.writeFileSync(path.join(unfinished, MARKER), `${JSON.stringify({ format: 1 })}\n`)
    }
    fsyncTree(unfinished)
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(unfinished, folder)
    fsyncPath(parent)
  } catch (error) {
    if (isDiskError(error)) throw platformErrors.DATA_FOLDER_UNUSABLE({ folder, reason: error.message }, { cause: error })
    throw error
  }
}

async function createDatabase(folder: string): Promise<void> {
  // The engine's own code is large, and in this thread it is needed here only.
  const { openDurable } = await import("./durable.ts")
  let failure: Error | undefined
  const engine = await openDurable({ folder, onFsyncError: (error) => (failure = error) })
  await engine.exec("create extension if not exists postgis; checkpoint")
  await engine.close()
  if (failure) throw failure
}

/** Syncs every file and folder under `root`, deepest first. */
function fsyncTree(root: string): void {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const child = path.join(root, entry.name)
    if (entry.isDirectory()) fsyncTree(child)
    else fsyncPath(child)
  }
  fsyncPath(root)
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error
}
