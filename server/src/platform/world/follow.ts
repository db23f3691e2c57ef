import { sql } from "kysely"
import { LOG_SUBJECT, type LogHeader } from "../log/index.ts"
import type { World, WorldTransaction } from "./world.ts"

const PAGE = 200
const RETRY_MS = 1_000

export interface Following {
  /** Waits until everything in the log so far was handled. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * How news travels from one module to a later one: reads the log from where this follower stopped, entry by entry, and runs
 * `handle` for those that `wants` names, in one transaction with the follower's new position. So each entry is handled exactly
 * once, also across a crash. An entry that fails is tried again after a second, and those behind it wait. What `handle` needs
 * from other doors is read by `prepare`, before the transaction, because inside one nothing else may be waited for.
 *
 * @param name stays the same from release to release: the position is kept under it
 */
export async function followLog<Prepared = undefined>(
  world: World,
  options: {
    readonly name: string
    readonly wants: (header: LogHeader) => boolean
    readonly prepare?: (header: LogHeader) => Promise<Prepared>
    readonly handle: (tx: WorldTransaction, header: LogHeader, prepared: Prepared) => Promise<void>
    readonly onError: (error: unknown) => void
  },
): Promise<Following> {
  await sql`insert into log.follower (name, position) values (${options.name}, 0) on conflict do nothing`.execute(world.db.query)
  const found = await sql<{ position: number }>`select position from log.follower where name = ${options.name}`.execute(
    world.db.query,
  )
  let position = found.rows[0]!.position
  let stopped = false
  let running: Promise<void> | undefined

  const run = async () => {
    for (;;) {
      const headers = await world.log.after(position, PAGE)
      if (headers.length === 0 || stopped) return
      for (const header of headers) {
        if (stopped) return
        if (options.wants(header)) {
          const prepared = (await options.prepare?.(header)) as Prepared
          await world.react(async (tx) => {
            await options.handle(tx, header, prepared)
            await sql`update log.follower set position = ${header.seq} where name = ${options.name}`.execute(tx.db)
          })
        }
        position = header.seq
      }
      await sql`update log.follower set position = ${position} where name = ${options.name}`.execute(world.db.query)
    }
  }
  const kick = () => {
    if (stopped || running) return
    running = run()
      .catch((error: unknown) => {
        options.onError(error)
        setTimeout(kick, RETRY_MS).unref()
      })
      .finally(() => {
        running = undefined
        if (position < world.log.position) kick()
      })
  }
  const leave = world.bus.subscribe(LOG_SUBJECT, kick)
  kick()
  return {
    caughtUp: async () => {
      while (position < world.log.position) {
        kick()
        await running
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    },
    stop: async () => {
      stopped = true
      leave()
      await running
    },
  }
}
