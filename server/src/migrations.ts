import { learnMigrations } from "./modules/learn/index.ts"
import { placesMigrations } from "./modules/places/index.ts"
import { recoverMigrations } from "./modules/recover/index.ts"
import { respondMigrations } from "./modules/respond/index.ts"
import { senseMigrations } from "./modules/sense/index.ts"
import { serveMigrations } from "./modules/serve/index.ts"
import { warnMigrations } from "./modules/warn/index.ts"
import { databaseMigrations, type MigrationSource } from "./platform/db/index.ts"
import { identityMigrations } from "./platform/identity/index.ts"
import { logMigrations } from "./platform/log/index.ts"

/** All migrations of this Holdfast. A module adds its line here, in `privacy.ts`, and in `city.ts` where it is wired. */
export const allMigrations: readonly MigrationSource[] = [
  databaseMigrations,
  logMigrations,
  identityMigrations,
  placesMigrations,
  senseMigrations,
  warnMigrations,
  respondMigrations,
  recoverMigrations,
  serveMigrations,
  learnMigrations,
]
