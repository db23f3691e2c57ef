import fs from "node:fs"

/** Brings a file or a folder's list of names to the disk. */
export function fsyncPath(path: string): void {
  const file = fs.openSync(path, "r")
  try {
    fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
}
