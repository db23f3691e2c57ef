import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import { findManaged } from "./find-managed.ts"
import type { Sessions } from "./sessions.ts"
import { markEnded } from "./store/account-store.ts"

/**
 * Ends an account and all its sessions; its id is never given again. Nobody ends their own, so a city keeps an engineer.
 * Throws `IDENTITY_ACCOUNT_OWN`, and as `findManaged`.
 */
export async function endAccount(world: World, sessions: Sessions, actor: Actor, id: string): Promise<void> {
  if (actor.account === id) throw identityErrors.ACCOUNT_OWN({ account: id })
  await world.transact(async (tx) => {
    const account = await findManaged(tx.db, actor, id)
    await markEnded(tx.db, id, tx.now)
    tx.record({
      module: "identity",
      verb: "end-account",
      record: account.record,
      actor,
      retention: "staff-action",
      body: { account: id },
    })
  })
  await sessions.endAll(id)
}
