import fs from "node:fs"
import path from "node:path"

/** A template is marked at each use and copied within seconds; whoever could still be copying one older than this is gone. */
const IN_USE_MS = 3_600_000
/** What the cache holds: empty databases, migrated ones, those of the test suites, and PostGIS. Other names are not ours. */
const KINDS = [
  /^pglite-\d+\.\d+\.\d+$/,
  /^migrated-[0-9a-f]{16}-\d+\.\d+\.\d+$/,
  /^holdfast_template_[0-9a-f]{16}$/,
  /^postgis-\d+\.\d+\.\d+-\d+\.\d+\.\d+$/,
]
const OURS = /^(pglite-|migrated-|holdfast_template_|postgis-)/

/** Says that a template is used now. */
export function markUsed(folder: string, now: Date): void {
  try {
    fs.utimesSync(folder, now, now)
  } catch {
    // A program's folder that nobody may write to is also one where nothing is removed.
  }
}

/**
 * Removes templates that no current version uses, and halves that a killed process left. Each upgrade leaves one of each kind,
 * 70 MB. The newest of each kind and what was used within the hour stay. Gives the names of those removed.
 */
export function pruneTemplates(cacheFolder: string, now: Date): string[] {
  if (!fs.existsSync(cacheFolder)) return []
  const found = fs.readdirSync(cacheFolder).filter((name) => OURS.test(name))
  const usedMs = new Map(found.map((name) => [name, fs.statSync(path.join(cacheFolder, name)).mtimeMs]))
  const newest = KINDS.map(
    (kind) => found.filter((name) => kind.test(name)).toSorted((a, b) => usedMs.get(b)! - usedMs.get(a)!)[0],
  )
  const old = found.filter((name) => !newest.includes(name) && now.getTime() - usedMs.get(name)! > IN_USE_MS)
  for (const name of old) fs.rmSync(path.join(cacheFolder, name), { recursive: true, force: true })
  return old
}
