export { type BulkColumn, insertBulk } from "./bulk.ts"
export { Database } from "./database.ts"
export type { Engine, EngineStats } from "./engine.ts"
export { type MigrationSource, migrate, migrationsHash, readMigrations } from "./migrate.ts"
export { openPglite } from "./pglite/index.ts"
export { findMigratedTemplate } from "./pglite/migrated-template.ts"
export { openPostgres } from "./postgres.ts"
export { dumpSchema } from "./schema-dump.ts"
export const databaseMigrations = { module: "db", folder: new URL("./migrations/", import.meta.url) }
