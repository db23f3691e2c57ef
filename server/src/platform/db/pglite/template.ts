import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { prepareFolder } from "./folder.ts"
import { markUsed, pruneTemplates } from "./prune-templates.ts"

const cacheFolder = fileURLToPath(new URL("../../../../../.cache/", import.meta.url))

/**
 * An empty database to copy, made at first use beside the program: creating one takes ten seconds, copying a fraction of one,
 * and each drill needs one. Undefined where the program's folder cannot be written to; then each is created.
 */
export function findTemplate(): Promise<string | undefined> {
  return cachedTemplate("pglite", (folder) => prepareFolder(folder))
}

/** Removes what earlier versions left in the cache. Nothing hangs on it, so a folder that refuses is left alone. */
export function forgetOldTemplates(): void {
  try {
    pruneTemplates(cacheFolder, new Date())
  } catch {
    // Another start may be removing the same ones.
  }
}

/**
 * A database of the cache, made by `make` when there is none for this engine and name. Several processes may make the same one
 * at once, each in a folder of its own; the first that is done gives it. Undefined where the cache cannot be written to.
 */
export async function cachedTemplate(name: string, make: (folder: string) => Promise<void>): Promise<string | undefined> {
  const folder = path.join(cacheFolder, `${name}-${engineVersion()}`)
  if (fs.existsSync(folder)) {
    markUsed(folder, new Date())
    return folder
  }
  try {
    fs.mkdirSync(cacheFolder, { recursive: true })
    fs.accessSync(cacheFolder, fs.constants.W_OK)
  } catch {
    return undefined
  }
  const own = fs.mkdtempSync(`${folder}.`)
  try {
    await make(path.join(own, "made"))
    fs.renameSync(path.join(own, "made"), folder)
  } catch (error) {
    if (!fs.existsSync(folder)) throw error
  } finally {
    fs.rmSync(own, { recursive: true, force: true })
  }
  return folder
}

function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite")
  const described = fs.readFileSync(path.join(path.dirname(entry), "..", "package.json"), "utf8")
  return (JSON.parse(described) as { version: string }).version
}
