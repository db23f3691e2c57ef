import { type AppError, ManualClock } from "@holdfast/kernel"
import { type HomeCity, openTemporaryWorld, takeWorldFolder, type World } from "../platform/world/index.ts"

export interface ReplayWorld {
  readonly world: World
  readonly clock: ManualClock
  /** Closes it and removes its database and folder. */
  close(): Promise<void>
}

/**
 * A world of its own for one replay: own database, own folder, own clock that begins at `start`, and nothing that reaches outside.
 * What a replay that was cut off left behind is removed first, so that running it again doubles nothing. Another process that runs
 * the same replay holds the folder, and gets `PLATFORM_DATA_FOLDER_IN_USE`.
 */
export async function openReplayWorld(options: {
  readonly city: HomeCity
  readonly id: string
  readonly start: Date
  readonly onError: (error: unknown) => void
  readonly onNotMade: (error: AppError) => void
}): Promise<ReplayWorld> {
  const { city, id, start, onError, onNotMade } = options
  const folder = takeWorldFolder("replay", city, id)
  const clock = new ManualClock(start)
  try {
    const onDiskFailure = (reason: string) => onError(new Error(reason))
    const world = await openTemporaryWorld({ kind: "replay", city, folder, clock, onError, onDiskFailure, onNotMade })
    return { world, clock, close: () => world.close().finally(() => folder.remove()) }
  } catch (error) {
    folder.remove()
    throw error
  }
}
