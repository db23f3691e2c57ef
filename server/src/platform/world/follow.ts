import { sql } from "kysely"
import type { LogHeader } from "../log/index.ts"
import { type Following, tailLog } from "./tail.ts"
import type { World, WorldTransaction } from "./world.ts"

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
  const keep = (position: number) => sql`update log.follower set position = ${position} where name = ${options.name}`
  return tailLog(world, {
    from: found.rows[0]!.position,
    handle: async (header) => {
      if (!options.wants(header)) return
      const prepared = (await options.prepare?.(header)) as Prepared
      await world.react(async (tx) => {
        await options.handle(tx, header, prepared)
        await keep(header.seq).execute(tx.db)
      })
    },
    onPage: (position) => keep(position).execute(world.db.query),
    onError: options.onError,
  })
}
