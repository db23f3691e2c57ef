import path from "node:path"
import { systemClock } from "@holdfast/kernel"
import type { FastifyBaseLogger } from "fastify"
import { allMigrations } from "./migrations.ts"
import { type Bus, MemoryBus, openNatsBus } from "./platform/bus/index.ts"
import type { Settings } from "./platform/config/index.ts"
import { Database, type Engine, openPglite, openPostgres } from "./platform/db/index.ts"
import { platformErrors } from "./platform/errors.ts"
import { readCity } from "./platform/identity/index.ts"
import { World } from "./platform/world/index.ts"

/** One server per PostgreSQL database: it alone gives the log its order. */
const SERVER_LOCK = 4_841_003

/** Opens the city of a data folder. The caller holds the folder's lock. */
export async function openCity(settings: Settings, logger: Pick<FastifyBaseLogger, "error" | "fatal">): Promise<World> {
  const engine = await openEngine(settings, logger)
  const bus = await openBus(settings, logger)
  const city = await readCity(new Database(engine).query)
  return World.open({
    kind: city?.kind ?? "demo",
    engine,
    clock: systemClock,
    wall: systemClock,
    bus,
    dataFolder: settings.HOLDFAST_DATA,
    migrations: allMigrations,
  })
}

async function openEngine(settings: Settings, logger: Pick<FastifyBaseLogger, "error" | "fatal">): Promise<Engine> {
  if (settings.HOLDFAST_DATABASE_URL) {
    const engine = await openPostgres(settings.HOLDFAST_DATABASE_URL)
    const holder = await engine.pool.connect()
    const found = await holder.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [SERVER_LOCK])
    if (found.rows[0]!.locked) return { ...engine, close: async () => (holder.release(true), engine.close()) }
    holder.release()
    await engine.close()
    throw platformErrors.DATABASE_IN_USE({})
  }
  return openPglite({
    folder: path.join(settings.HOLDFAST_DATA, "pglite"),
    onDiskFailure: (reason) => {
      // Nothing that is written from here on could be promised to anybody, so the process ends at once.
      logger.fatal({ reason }, "the disk failed")
      process.stderr.write(`The disk failed: ${reason}\n`)
      process.exit(70)
    },
    onUpkeepError: (error) => logger.error({ err: error }, "upkeep of the embedded database failed"),
  })
}

function openBus(settings: Settings, logger: Pick<FastifyBaseLogger, "error">): Promise<Bus> {
  const onError = (error: unknown) => logger.error({ err: error }, "a listener of the bus failed")
  if (!settings.HOLDFAST_NATS_URL) return Promise.resolve(new MemoryBus(onError))
  return openNatsBus({ servers: settings.HOLDFAST_NATS_URL, world: "city", onError })
}
