import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import type { Sessions } from "./sessions.ts"
import { findAccount } from "./store/account-store.ts"

/** Signs an account out everywhere, such as after a phone was lost; it may sign in again. Throws `IDENTITY_ACCOUNT_NOT_FOUND`. */
export async function endSessionsOf(world: World, sessions: Sessions, actor: Actor, id: string): Promise<void> {
  await world.transact(async (tx) => {
    const account = await findAccount(tx.db, id)
    if (!account) throw identityErrors.ACCOUNT_NOT_FOUND({ account: id })
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
