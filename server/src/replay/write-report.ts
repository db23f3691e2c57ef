import fs from "node:fs"
import path from "node:path"
import { replayErrors } from "./errors.ts"

/** Asked before the work begins. Throws `PACKS_REPLAY_NOT_WRITABLE`. */
export function requireWritable(file: string): void {
  const folder = path.dirname(path.resolve(file))
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error("a report cannot take a folder's place")
  } catch (error) {
    throw replayErrors.REPLAY_NOT_WRITABLE({ file, folder }, { cause: error })
  }
}

/** Writes a report: it is there whole or not at all. Throws `PACKS_REPLAY_NOT_WRITABLE`. */
export function writeReport(file: string, content: string): void {
  const folder = path.dirname(path.resolve(file))
  const unfinished = path.join(folder, `.${path.basename(file)}.unfinished`)
  try {
    fs.writeFileSync(unfinished, content)
    fs.renameSync(unfinished, file)
  } catch (error) {
    fs.rmSync(unfinished, { force: true })
    throw replayErrors.REPLAY_NOT_WRITABLE({ file, folder }, { cause: error })
  }
}
