import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import { findManaged } from "./find-managed.ts"
import type { Sessions } from "./sessions.ts"
import { type Subject, setSubject } from "./store/account-store.ts"

/**
 * Says who an account is at the provider, or with null that it is nobody there; its sessions end. Nobody binds their own, and no
 * account is ever made or changed by what a provider says. Throws `IDENTITY_ACCOUNT_OWN`, `IDENTITY_SUBJECT_TAKEN`, and as
 * `findManaged`.
 */
export async function bindSubject(
  { world, sessions }: { readonly world: World; readonly sessions: Sessions },
  actor: Actor,
  id: string,
  bound: Subject | null,
): Promise<void> {
  if (actor.account === id) throw identityErrors.ACCOUNT_OWN({ account: id })
  await world.transact(async (tx) => {
    const account = await findManaged(tx.db, actor, id)
    if (!(await setSubject(tx.db, id, bound))) throw identityErrors.SUBJECT_TAKEN({ subject: bound?.subject ?? "" })
    tx.record({
      module: "identity",
      verb: bound ? "bind-subject" : "unbind-subject",
      record: account.record,
      actor,
      retention: "staff-action",
      body: { account: id },
    })
  })
  await sessions.endAll(id)
}
