import { Database } from "../database.ts"
import { type MigrationSource, migrate, migrationsHash } from "../migrate.ts"
import { openPostgres } from "../postgres.ts"
import type { CityServer } from "./city-server.ts"

/** The name of a database with the schema of this code and nothing else, which is made when there is none. */
export async function ensureTemplate(server: CityServer, migrations: readonly MigrationSource[]): Promise<string> {
  const template = server.names.of("template", migrationsHash(migrations))
  if ((await server.list()).some(({ name }) => name === template)) return template
  const unfinished = server.names.of("unfinished")
  await server.create(unfinished)
  try {
    const engine = await openPostgres(server.urlOf(unfinished))
    try {
      await migrate(new Database(engine), migrations)
    } finally {
      await engine.close()
    }
    await server.finish(unfinished, template)
  } catch (error) {
    await server.drop(unfinished)
    throw error
  }
  return template
}
