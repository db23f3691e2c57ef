import { respondMigrations } from "./modules/respond/index.ts"
import { databaseMigrations, type MigrationSource } from "./platform/db/index.ts"
import { logMigrations } from "./platform/log/index.ts"

/** All migrations of this Holdfast. A module adds its line here, and in `main.ts` where it is wired. */
export const allMigrations: readonly MigrationSource[] = [databaseMigrations, logMigrations, respondMigrations]
