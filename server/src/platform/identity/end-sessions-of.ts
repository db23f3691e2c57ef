import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { findManaged } from "./find-managed.ts"
import type { Sessions } from "./sessions.ts"

/** Signs an account out everywhere, such as after a phone was lost; it may sign in again. Throws as `findManaged`. */
export async function endSessionsOf(world: World, sessions: Sessions, actor: Actor, id: string): Promise<void> {
  await world.transact(async (tx) => {
    const account = await findManaged(tx.db, actor, id)
    tx.record({
      module: "identity",
      verb: "end-sessions",
      record: account.record,
      actor,
      retention: "staff-action",
      body: { account: id },
    })
  })
  await sessions.endAll(id)
}
