import fs from "node:fs"
import { PGlite } from "@electric-sql/pglite"
import { postgis } from "@electric-sql/pglite-postgis"

interface EmscriptenStream {
  readonly nfd?: number
  readonly node: unknown
}
interface NodeFileSystem {
  realPath(node: unknown): string
  stream_ops: { fsync?: (stream: EmscriptenStream) => number }
}

export interface DurableOptions {
  readonly folder: string
  /** Called when the disk refuses to keep what was written. The engine must not answer anybody afterwards. */
  readonly onFsyncError: (error: Error) => void
}

/**
 * Opens PGlite so that a commit is on the disk before it is answered. As shipped it starts with `-F` (no fsync), its
 * `fdatasync` does nothing, and its file system has no `fsync`; here all three are mended. An exception inside the hook would
 * hang the engine, so a failure is reported by callback.
 */
export async function openDurable(options: DurableOptions): Promise<PGlite> {
  const engine = await PGlite.create({
    dataDir: options.folder,
    extensions: { postgis },
    startParams: [
      ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
      "-c",
      "wal_sync_method=fsync",
      "-c",
      "TimeZone=UTC",
      "-c",
      "track_counts=on",
    ],
  })
  const nodeFiles = (engine as unknown as { Module: { FS: { filesystems: { NODEFS: NodeFileSystem } } } }).Module.FS.filesystems
    .NODEFS
  nodeFiles.stream_ops.fsync = (stream) => {
    try {
      if (stream.nfd === undefined) fsyncPath(nodeFiles.realPath(stream.node))
      else fs.fsyncSync(stream.nfd)
    } catch (error) {
      options.onFsyncError(error as Error)
    }
    return 0
  }
  return engine
}

/** Brings a file or a folder's list of names to the disk. */
export function fsyncPath(path: string): void {
  const file = fs.openSync(path, "r")
  try {
    fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
}
