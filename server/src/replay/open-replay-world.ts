import fs from "node:fs"
import path from "node:path"
import { ManualClock, systemClock } from "@holdfast/kernel"
import { allMigrations } from "../migrations.ts"
import { MemoryBus } from "../platform/bus/index.ts"
import { findMigratedTemplate, openPglite } from "../platform/db/index.ts"
import { FolderLock } from "../platform/lock/index.ts"
import { World } from "../platform/world/index.ts"

export interface ReplayWorld {
  readonly world: World
  readonly clock: ManualClock
  /** Closes it and removes its folder. */
  close(): Promise<void>
}

/**
 * A world of its own for one replay: own folder, own clock that begins at `start`, and nothing that reaches outside. What a
 * replay that was cut off left behind is removed first, so that running it again doubles nothing. Another process that runs
 * the same replay holds the folder, and gets `PLATFORM_DATA_FOLDER_IN_USE`.
 */
export async function openReplayWorld(options: {
  readonly dataFolder: string
  readonly id: string
  readonly start: Date
  readonly onError: (error: unknown) => void
}): Promise<ReplayWorld> {
  const folder = path.join(options.dataFolder, "worlds", options.id)
  const lock = FolderLock.acquire(folder)
  const clock = new ManualClock(options.start)
  try {
    removeContents(folder)
    const onDiskFailure = (reason: string) => options.onError(new Error(reason))
    const template = await findMigratedTemplate(allMigrations, onDiskFailure)
    const world = await World.open({
      kind: "replay",
      engine: await openPglite({
        folder: path.join(folder, "pglite"),
        ...(template ? { template } : {}),
        onDiskFailure,
      }),
      clock,
      wall: systemClock,
      bus: new MemoryBus(options.onError),
      dataFolder: folder,
      migrations: allMigrations,
    })
    const close = async () => {
      await world.close()
      // While the lock is still held: another process may begin the same replay the moment it is free.
      removeContents(folder)
      lock.release()
      fs.rmSync(folder, { recursive: true, force: true })
    }
    return { world, clock, close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** All but the lock, which is held. */
function removeContents(folder: string): void {
  for (const name of fs.readdirSync(folder))
    if (!name.startsWith("holdfast.lock")) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
}
