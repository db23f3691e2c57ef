import type { AppError } from "@holdfast/kernel"
import { platformErrors } from "../errors.ts"
import type { Engine } from "./engine.ts"
import { HeldSession } from "./held-session.ts"
import { openPostgres } from "./postgres.ts"

/** One server per PostgreSQL database: it alone gives the log its order. */
const SERVER_LOCK = 4_841_003

/**
 * Opens PostgreSQL for the one server of a database. Throws `PLATFORM_DATABASE_IN_USE` when another has it.
 *
 * The lock goes with its session, so a restart of PostgreSQL loses it. Until it is regained nobody here gets a connection, which
 * is a second or two of `PLATFORM_DATABASE_BUSY`: otherwise whoever took the database meanwhile would write beside us.
 *
 * @param onTaken gets `PLATFORM_DATABASE_TAKEN` when another server has the lock by then. Whoever gets this must end the process.
 */
export async function openOnlyPostgres(url: string, onTaken: (error: AppError) => void): Promise<Engine> {
  let session: HeldSession | undefined
  const engine = await openPostgres(url, () => session === undefined || session.isHeld)
  try {
    session = await HeldSession.open({
      url,
      take: async (client) => {
        const found = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [SERVER_LOCK])
        return found.rows[0]!.taken
      },
      onTaken: () => onTaken(platformErrors.DATABASE_TAKEN({})),
    })
    if (!session) throw platformErrors.DATABASE_IN_USE({})
  } catch (error) {
    await engine.close()
    throw error
  }
  const held = session
  // The lock goes last: another server may start the moment it is free.
  const close = async () => {
    await engine.close()
    await held.close()
  }
  return { ...engine, close }
}
