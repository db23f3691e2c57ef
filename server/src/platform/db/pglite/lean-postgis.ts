import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { fsyncPath } from "./fsync-path.ts"
import { cachedTemplate } from "./template.ts"

const PACKAGE = "@electric-sql/pglite-postgis"
const BUNDLE = "postgis.tar.gz"
/** What a database asks for once `create extension` has run: the library, and the coordinate systems. */
const NEEDED = [/^lib\/postgresql\/postgis-3\.so$/, /^share\/proj\//, /^share\/postgresql\/extension\/postgis\.control$/]

/**
 * A bundle of PostGIS with only what an existing database needs, made at first use. The one of the package also holds rasters,
 * topology, a geocoder, and all scripts of 50 versions: each start would unpack 95 MB, compile three libraries, and keep them,
 * for functions that no city calls. Undefined where the program's folder takes no files; then the whole one is loaded.
 */
export async function findLeanPostgis(): Promise<string | undefined> {
  const entry = createRequire(import.meta.url).resolve(PACKAGE)
  const described = fs.readFileSync(path.join(path.dirname(entry), "..", "package.json"), "utf8")
  const { version } = JSON.parse(described) as { version: string }
  try {
    const folder = await cachedTemplate(`postgis-${version}`, async (made) => {
      fs.mkdirSync(made)
      const tar = gunzipSync(fs.readFileSync(path.join(path.dirname(entry), BUNDLE)))
      // Only wrapped, not compressed: it is unpacked at each start.
      fs.writeFileSync(path.join(made, BUNDLE), gzipSync(keepNeeded(tar), { level: 0 }), { flush: true })
      fsyncPath(made)
    })
    return folder && path.join(folder, BUNDLE)
  } catch {
    // It only saves time and memory, so a disk without room for it stops nothing.
    return undefined
  }
}

const BLOCK_BYTES = 512
const NAME_BYTES = 100
const SIZE_AT = 124
const SIZE_BYTES = 12

/** The files of a tar archive whose names are needed, each with the header it came with (POSIX ustar: octal sizes, 512-byte blocks). */
function keepNeeded(tar: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const name = tar.toString("utf8", at, at + NAME_BYTES).replace(/\0.*/s, "")
    const size = Number.parseInt(tar.toString("latin1", at + SIZE_AT, at + SIZE_AT + SIZE_BYTES), 8)
    const next = at + BLOCK_BYTES * (1 + Math.ceil(size / BLOCK_BYTES))
    if (NEEDED.some((needed) => needed.test(name))) kept.push(tar.subarray(at, next))
    at = next
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * BLOCK_BYTES)])
}
