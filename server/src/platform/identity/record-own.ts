import { assert } from "@holdfast/kernel"
import type { WorldTransaction } from "../world/index.ts"
import { findAccount } from "./store/account-store.ts"
import type { StoredSession } from "./store/session-store.ts"

/** Records what somebody did to their own account: that it happened, and nothing of what was chosen. */
export async function recordOwn(
  tx: WorldTransaction,
  { account, role }: Pick<StoredSession, "account" | "role">,
  verb: string,
): Promise<void> {
  const owner = await findAccount(tx.db, account)
  assert(owner, `a session of the account ${account}, which is not there`)
  tx.record({ module: "identity", verb, record: owner.record, actor: { role, account }, retention: "staff-action", body: {} })
}
