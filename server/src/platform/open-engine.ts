import path from "node:path"
import { errorWords } from "@holdfast/words"
import type { FastifyBaseLogger } from "fastify"
import type { Settings } from "./config/index.ts"
import type { Engine } from "./db/index.ts"
import { openPglite } from "./db/pglite/index.ts"

/**
 * Opens the database that the settings name, for the one server of a city. A start calls this before it loads the city's modules,
 * so this file imports little: the embedded engine opens in a thread of its own, and takes as long as loading does.
 *
 * @returns an engine that may be closed more than once
 */
export async function openEngine(settings: Settings, logger: Pick<FastifyBaseLogger, "error" | "fatal">): Promise<Engine> {
  const engine = await open(settings, logger)
  let closing: Promise<void> | undefined
  return { ...engine, close: () => (closing ??= engine.close()) }
}

async function open(settings: Settings, logger: Pick<FastifyBaseLogger, "error" | "fatal">): Promise<Engine> {
  if (settings.HOLDFAST_DATABASE_URL) {
    const { openOnlyPostgres } = await import("./db/index.ts")
    return openOnlyPostgres(settings.HOLDFAST_DATABASE_URL, (error) => {
      // Stopping in order would write what the other server does not expect; what was acknowledged is safe as it is.
      logger.fatal({ err: error }, "another server has the database")
      process.stderr.write(`${errorWords(settings.HOLDFAST_LANGUAGE, error.code, error.values) ?? error.code}\n`)
      process.exit(1)
    })
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
