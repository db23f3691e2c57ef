import { type MigrationSource, migrationsHash } from "../migrate.ts"
import { type CityServer, withCityServer } from "./city-server.ts"

/** Drops what nobody works in: databases of worlds whose process was killed, halves of templates, and templates of another schema. */
export async function dropUnused(server: CityServer, migrations: readonly MigrationSource[]): Promise<void> {
  const current = server.names.of("template", migrationsHash(migrations))
  for (const { name, isUsed } of await server.list()) if (!isUsed && name !== current) await server.dropUnused(name)
}

/** Does so on the server of a city, at its start. */
export function dropLeftDatabases(cityUrl: string, migrations: readonly MigrationSource[]): Promise<void> {
  return withCityServer(cityUrl, (server) => dropUnused(server, migrations))
}
