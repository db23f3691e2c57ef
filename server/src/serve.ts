import { openAppLog } from "./platform/app-log.ts"
import { Closers } from "./platform/closers.ts"
import type { Settings } from "./platform/config/index.ts"
import { FolderLock } from "./platform/lock/index.ts"
import { openEngine } from "./platform/open-engine.ts"
import type { World } from "./platform/world/index.ts"

export interface RunningServer {
  /** The address that it listens on. */
  readonly url: string
  /** The page that a person should open first. */
  readonly firstPage: string
  /** Its city, for the guard, which looks at what a running one keeps. */
  readonly world: World
  close(): Promise<void>
}

/**
 * Starts the city of a data folder and everything that belongs to it, in order; `close` stops it in the reverse order. The database
 * begins to open before the modules of the city are loaded, so this file imports none of them.
 */
export async function serve(settings: Settings, options: { readonly webFolder: string }): Promise<RunningServer> {
  const closers = new Closers()
  try {
    const lock = FolderLock.acquire(settings.HOLDFAST_DATA)
    closers.add(() => lock.release())
    const logger = openAppLog(settings.HOLDFAST_DATA, settings.HOLDFAST_LOG_LEVEL)
    closers.add(() => new Promise<void>((resolve) => logger.flush(() => resolve())))
    const opening = openEngine(settings, logger)
    // A failure is told by whoever waits for it, and nobody does before the modules are there.
    opening.catch(() => {})
    closers.add(() =>
      opening.then(
        ({ close }) => close(),
        () => {},
      ),
    )
    const { serveCity } = await import("./serve-city.ts")
    return await serveCity({ settings, webFolder: options.webFolder, logger, opening, closers })
  } catch (error) {
    await closers.close()
    throw error
  }
}
