import { Database } from "../database.ts"
import { type MigrationSource, migrate, migrationsHash } from "../migrate.ts"
import { openPglite } from "./index.ts"
import { cachedTemplate } from "./template.ts"

/**
 * A database with the schema of this code and nothing else, for worlds that are made often: drills and replays. The migrations
 * of an empty database take several times as long as copying it. Undefined where the program's folder cannot be written to.
 *
 * @param onDiskFailure gets the reason when the disk refuses while it is made; the process must end then
 */
export function findMigratedTemplate(
  migrations: readonly MigrationSource[],
  onDiskFailure: (reason: string) => void,
): Promise<string | undefined> {
  return cachedTemplate(`migrated-${migrationsHash(migrations)}`, async (folder) => {
    const engine = await openPglite({ folder, onDiskFailure })
    await migrate(new Database(engine), migrations)
    await engine.close()
  })
}
