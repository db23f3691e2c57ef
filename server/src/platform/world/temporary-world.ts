import path from "node:path"
import { type AppError, type Clock, systemClock } from "@holdfast/kernel"
import { MemoryBus } from "../bus/index.ts"
import { dropLeftDatabases, type MigrationSource, openTemporary } from "../db/index.ts"
import { TemporaryFolder } from "./temporary-folder.ts"
import { World } from "./world.ts"

/** Where worlds of each kind have their folders, inside the city's data folder. */
const parents = { drill: "drills", replay: "worlds" } as const

/** The city beside which a world is opened. */
export interface HomeCity {
  readonly dataFolder: string
  /** Its PostgreSQL database; undefined with the embedded engine. */
  readonly databaseUrl: string | undefined
  readonly migrations: readonly MigrationSource[]
}

export interface TemporaryWorldOptions {
  readonly kind: keyof typeof parents
  readonly city: HomeCity
  readonly folder: TemporaryFolder
  readonly clock: Clock
  readonly onError: (error: unknown) => void
  /** The disk under an embedded database refused; the process must end then. */
  readonly onDiskFailure: (reason: string) => void
  /** PostgreSQL may not make a database for it, so it runs on the embedded engine. */
  readonly onNotMade: (error: AppError) => void
}

/**
 * A folder for a world, in its place; those that killed processes left beside it go. Throws `PLATFORM_DATA_FOLDER_IN_USE` while
 * another process has the same world open.
 */
export function takeWorldFolder(kind: keyof typeof parents, city: HomeCity, id: string): TemporaryFolder {
  const parent = path.join(city.dataFolder, parents[kind])
  TemporaryFolder.removeLeft(parent)
  return TemporaryFolder.take(path.join(parent, id))
}

/**
 * A world that is thrown away: an own database, empty but for the schema, and a bus that ends in this process. Closing the world
 * removes the database; the folder is its owner's to remove, because the world's log may be in it.
 */
export async function openTemporaryWorld({ kind, city, folder, clock, onError, ...on }: TemporaryWorldOptions): Promise<World> {
  const { migrations, databaseUrl } = city
  return World.open({
    kind,
    engine: await openTemporary({
      ...{ purpose: kind, cityUrl: databaseUrl, folder: folder.path, migrations, onUpkeepError: onError },
      ...on,
    }),
    clock,
    wall: systemClock,
    bus: new MemoryBus(onError),
    dataFolder: folder.path,
    migrations,
    onError,
  })
}

/** Removes what worlds of this city left whose process was killed: folders and databases. Nothing that is in use, or not ours. */
export async function removeLeftWorlds({ dataFolder, databaseUrl, migrations }: HomeCity): Promise<void> {
  for (const parent of Object.values(parents)) TemporaryFolder.removeLeft(path.join(dataFolder, parent))
  if (databaseUrl) await dropLeftDatabases(databaseUrl, migrations)
}
