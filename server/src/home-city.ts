import { allMigrations } from "./migrations.ts"
import type { Settings } from "./platform/config/index.ts"
import type { HomeCity } from "./platform/world/index.ts"

/** The city of the settings, as the worlds beside it need it. */
export function homeCity(settings: Pick<Settings, "HOLDFAST_DATA" | "HOLDFAST_DATABASE_URL">): HomeCity {
  return { dataFolder: settings.HOLDFAST_DATA, databaseUrl: settings.HOLDFAST_DATABASE_URL, migrations: allMigrations }
}
