import path from "node:path"
import type { AppError } from "@holdfast/kernel"
import { platformErrors } from "../../errors.ts"
import type { Engine } from "../engine.ts"
import { HeldSession } from "../held-session.ts"
import type { MigrationSource } from "../migrate.ts"
import { openPglite } from "../pglite/index.ts"
import { findMigratedTemplate } from "../pglite/migrated-template.ts"
import { openPostgres } from "../postgres.ts"
import { withCityServer } from "./city-server.ts"
import { dropUnused } from "./drop-left-databases.ts"
import { ensureTemplate } from "./ensure-template.ts"

export interface TemporaryOptions {
  readonly purpose: "drill" | "replay"
  /** The PostgreSQL database of the city; without one the embedded engine is taken. */
  readonly cityUrl: string | undefined
  /** The world's own folder, where an embedded database is put. Whoever made it removes it. */
  readonly folder: string
  readonly migrations: readonly MigrationSource[]
  /** The disk under an embedded database refused; the process must end then. */
  readonly onDiskFailure: (reason: string) => void
  readonly onUpkeepError?: ((error: unknown) => void) | undefined
  /** PostgreSQL may not make a database for us, so the embedded engine is taken. */
  readonly onNotMade: (error: AppError) => void
}

const INSUFFICIENT_PRIVILEGE = "42501"

/**
 * A migrated database for a world that is thrown away: beside the city's own on its PostgreSQL server, or embedded. Where the role of
 * the city may not make databases, a drill runs as well on the embedded engine, and a city's role needs no more rights for it.
 * On PostgreSQL, closing the engine drops the database; one whose process was killed goes when the next is opened.
 */
export async function openTemporary(options: TemporaryOptions): Promise<Engine> {
  if (options.cityUrl) {
    try {
      return await openBesideCity(options.cityUrl, options)
    } catch (error) {
      const refusal = findRefusal(error)
      if (!refusal) throw error
      options.onNotMade(platformErrors.DATABASE_NOT_MADE({ reason: refusal.message }, { cause: error }))
    }
  }
  const { folder, migrations, onDiskFailure, onUpkeepError } = options
  const template = await findMigratedTemplate(migrations, onDiskFailure)
  return openPglite({
    folder: path.join(folder, "pglite"),
    ...(template ? { template } : {}),
    onDiskFailure,
    ...(onUpkeepError ? { onUpkeepError } : {}),
  })
}

function openBesideCity(cityUrl: string, { purpose, migrations }: TemporaryOptions): Promise<Engine> {
  return withCityServer(cityUrl, async (server) => {
    await dropUnused(server, migrations)
    const name = server.names.of(purpose)
    await server.create(name, await ensureTemplate(server, migrations))
    const url = server.urlOf(name)
    const engine = await openPostgres(url)
    // The pool lets go of idle connections, and a database without any would be taken for one that was left.
    const session = await HeldSession.open({ url, take: async () => true })
    const close = async () => {
      await engine.close()
      await session?.close()
      // A server that is away at the end keeps it as one that was left.
      await withCityServer(cityUrl, (again) => again.drop(name)).catch(() => {})
    }
    return { ...engine, close }
  })
}

/** The driver's own error, also where a migration wrapped it. */
function findRefusal(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined
  return (error as { code?: string }).code === INSUFFICIENT_PRIVILEGE ? error : findRefusal(error.cause)
}
