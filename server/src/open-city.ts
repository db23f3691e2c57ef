import { systemClock } from "@holdfast/kernel"
import type { FastifyBaseLogger } from "fastify"
import { allMigrations } from "./migrations.ts"
import { type Bus, MemoryBus, openNatsBus } from "./platform/bus/index.ts"
import type { Settings } from "./platform/config/index.ts"
import { Database, type Engine } from "./platform/db/index.ts"
import { readCity } from "./platform/identity/index.ts"
import { openEngine } from "./platform/open-engine.ts"
import { World } from "./platform/world/index.ts"

/**
 * Opens the city of a data folder. The caller holds the folder's lock.
 *
 * @param opening its database, where that is being opened already
 */
export async function openCity(
  settings: Settings,
  logger: Pick<FastifyBaseLogger, "error" | "fatal">,
  opening: Promise<Engine> = openEngine(settings, logger),
): Promise<World> {
  const engine = await opening
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
    onError: (error) => logger.error({ err: error }, "signed roots of the city log cannot be written; it is tried again"),
  })
}

function openBus(settings: Settings, logger: Pick<FastifyBaseLogger, "error">): Promise<Bus> {
  const onError = (error: unknown) => logger.error({ err: error }, "a listener of the bus failed")
  if (!settings.HOLDFAST_NATS_URL) return Promise.resolve(new MemoryBus(onError))
  return openNatsBus({ servers: settings.HOLDFAST_NATS_URL, world: "city", onError })
}
