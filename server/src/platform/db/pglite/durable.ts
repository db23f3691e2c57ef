import fs from "node:fs"
import { pathToFileURL } from "node:url"
import { type Extension, PGlite } from "@electric-sql/pglite"
import { NodeFS } from "@electric-sql/pglite/nodefs"
import { postgis as wholePostgis } from "@electric-sql/pglite-postgis"
import { fsyncPath } from "./fsync-path.ts"

interface EmscriptenStream {
  readonly nfd?: number
  readonly node: unknown
}
interface EmscriptenModule {
  readonly FS: {
    readonly filesystems: {
      readonly NODEFS: { realPath(node: unknown): string; stream_ops: { fsync?: (stream: EmscriptenStream) => number } }
    }
  }
}
type InitArguments = Parameters<NodeFS["init"]>

export interface DurableOptions {
  readonly folder: string
  /** A bundle of PostGIS for a database that has it already; without it everything is loaded, as its creation needs. */
  readonly postgis?: string | undefined
  /** Called when the disk refuses to keep what was written. The engine must not answer anybody afterwards. */
  readonly onFsyncError: (error: Error) => void
}

/**
 * Opens PGlite so that a commit is on the disk before it is answered. As shipped it starts with `-F` (no fsync), its
 * `fdatasync` does nothing, and its file system has no `fsync`; here all three are mended.
 */
export function openDurable(options: DurableOptions): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFiles(options),
    extensions: { postgis: postgisOf(options.postgis) },
    startParams: [
      ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
      "-c",
      "wal_sync_method=fsync",
      "-c",
      "TimeZone=UTC",
      "-c",
      "track_counts=on",
      // How much of the log is kept for reuse after a checkpoint; upkeep makes one after 256 MB.
      "-c",
      "max_wal_size=384MB",
    ],
  })
}

function postgisOf(bundle: string | undefined): Extension {
  // Somebody may have emptied the cache since; without its library the engine would open and know no geometry.
  if (bundle === undefined || !fs.existsSync(bundle)) return wholePostgis
  return {
    ...wholePostgis,
    setup: async (engine, options) => ({ ...(await wholePostgis.setup(engine, options)), bundlePath: pathToFileURL(bundle) }),
  }
}

/** Files of the folder with a working `fsync`, in place before the engine starts: recovery after a crash already relies on it. */
class DurableFiles extends NodeFS {
  readonly #onFsyncError: (error: Error) => void

  constructor(options: DurableOptions) {
    super(options.folder)
    this.#onFsyncError = options.onFsyncError
  }

  override async init(...[engine, options]: InitArguments): ReturnType<NodeFS["init"]> {
    const prepared = await super.init(engine, options)
    const preRun = prepared.emscriptenOpts.preRun ?? []
    const giveFsync = (module: unknown) => this.#giveFsync(module as EmscriptenModule)
    return { emscriptenOpts: { ...prepared.emscriptenOpts, preRun: [...(Array.isArray(preRun) ? preRun : [preRun]), giveFsync] } }
  }

  /** An exception in here would hang the engine, so a failure is told by callback. */
  #giveFsync({ FS }: EmscriptenModule): void {
    const files = FS.filesystems.NODEFS
    files.stream_ops.fsync = (stream) => {
      try {
        if (stream.nfd === undefined) fsyncPath(files.realPath(stream.node))
        else fs.fsyncSync(stream.nfd)
      } catch (error) {
        this.#onFsyncError(error as Error)
      }
      return 0
    }
  }
}
