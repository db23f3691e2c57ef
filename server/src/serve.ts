import { type Json, newId } from "@holdfast/kernel"
import { commands } from "./commands/index.ts"
import { journalRoutes } from "./modules/respond/index.ts"
import { openCity } from "./open-city.ts"
import { openAppLog } from "./platform/app-log.ts"
import type { Settings } from "./platform/config/index.ts"
import { platformErrors } from "./platform/errors.ts"
import { buildHttp, pageRoutes } from "./platform/http/index.ts"
import { Jobs } from "./platform/jobs/index.ts"
import { FolderLock, listenForCommands } from "./platform/lock/index.ts"

export interface RunningServer {
  readonly url: string
  close(): Promise<void>
}

/** The accept queue of the listening socket: with Node's 511 a reconnect storm of ten thousand browsers takes eight times longer. */
const BACKLOG = 4096

/** Starts the city of a data folder and everything that belongs to it, in order; `close` stops it in the reverse order. */
export async function serve(settings: Settings, options: { webFolder: string }): Promise<RunningServer> {
  const closers: (() => Promise<unknown> | void)[] = []
  const close = async () => {
    while (closers.length > 0) await closers.pop()!()
  }
  try {
    const lock = FolderLock.acquire(settings.HOLDFAST_DATA)
    closers.push(() => lock.release())
    const logger = openAppLog(settings.HOLDFAST_DATA, settings.HOLDFAST_LOG_LEVEL)
    closers.push(() => new Promise<void>((resolve) => logger.flush(() => resolve())))
    const world = await openCity(settings, logger)
    closers.push(() => world.close())

    const jobs = await Jobs.start(world.db.engine, (error) => logger.error({ err: error }, "a job failed"))
    closers.push(() => jobs.stop())
    await jobs.every("17 3 * * *", "forget-expired", async () => {
      await world.log.forget(world.clock.now())
    })

    const app = await buildHttp({
      world,
      logger,
      language: settings.HOLDFAST_LANGUAGE,
      authenticate: async () => ({ role: "duty-officer" }),
      isPublic: ({ module }) => module === "warn",
      routes: [
        { prefix: "/api", plugin: journalRoutes(world) },
        { prefix: "", plugin: pageRoutes(options.webFolder) },
      ],
    })
    closers.push(() => app.close())
    const url = await listen(app, settings)

    const door = await listenForCommands(settings.HOLDFAST_DATA, (name, args, report) => {
      const command = commands.find((known) => known.name === name)
      if (!command) throw platformErrors.COMMAND_FAILED({ reason: name })
      return command.run(world, args, report)
    })
    closers.push(() => door.close())
    logger.info({ url, start: newId() } satisfies Record<string, Json>, "started")
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function listen(app: Awaited<ReturnType<typeof buildHttp>>, settings: Settings): Promise<string> {
  try {
    return await app.listen({ host: settings.HOST, port: settings.PORT, backlog: BACKLOG, listenTextResolver: () => "listening" })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
      throw platformErrors.PORT_IN_USE({ port: settings.PORT, name: "PORT" })
    throw error
  }
}
