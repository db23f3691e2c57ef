import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import type { Sessions } from "./sessions.ts"
import { findAccount, markEnded } from "./store/account-store.ts"

/**
 * Ends an account and all its sessions; its id is never given again. Nobody ends their own, so a city keeps an engineer.
 * Throws `IDENTITY_ACCOUNT_NOT_FOUND`, `IDENTITY_ACCOUNT_OWN`.
 */
export async function endAccount(world: World, sessions: Sessions, actor: Actor, id: string): Promise<void> {
  if (actor.account === id) throw identityErrors.ACCOUNT_OWN({ account: id })
  await world.transact(async (tx) => {
    const account = await findAccount(tx.db, id)
    if (!account) throw identityErrors.ACCOUNT_NOT_FOUND({ account: id })
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
