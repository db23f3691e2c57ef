import { allMigrations } from "../migrations.ts"
import { migrationsHash } from "../platform/db/index.ts"

/**
 * Tells one build from another by what its database holds: a result of the guard counts for the build that it looked at. A change
 * of the program alone does not show here; a release runs the guard in any case.
 */
export const thisBuild = migrationsHash(allMigrations)
