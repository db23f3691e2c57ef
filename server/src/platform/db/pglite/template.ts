import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { prepareFolder } from "./folder.ts"

const cacheFolder = fileURLToPath(new URL("../../../../../.cache/", import.meta.url))

/**
 * An empty database to copy, made at first use beside the program: creating one takes ten seconds, copying a fraction of one,
 * and each drill needs one. Undefined where the program's folder cannot be written to; then each is created.
 */
export async function findTemplate(): Promise<string | undefined> {
  const folder = path.join(cacheFolder, `pglite-${engineVersion()}`)
  try {
    fs.mkdirSync(cacheFolder, { recursive: true })
    fs.accessSync(cacheFolder, fs.constants.W_OK)
  } catch {
    return undefined
  }
  await prepareFolder(folder)
  return folder
}

function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite")
  const described = fs.readFileSync(path.join(path.dirname(entry), "..", "package.json"), "utf8")
  return (JSON.parse(described) as { version: string }).version
}
