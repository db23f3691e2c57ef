import type { Transaction } from "kysely"
import type { Actor } from "../log/index.ts"
import { identityErrors } from "./errors.ts"
import { permitOver } from "./policy.ts"
import { type Account, findAccount } from "./store/account-store.ts"

/**
 * The account that an engineer is about to change. An engineer of an area has no hand on accounts beyond it, or of the whole city.
 * Throws `IDENTITY_ACCOUNT_NOT_FOUND`, `IDENTITY_NOT_PERMITTED`.
 */
export async function findManaged(tx: Transaction<unknown>, actor: Actor, id: string): Promise<Account> {
  const account = await findAccount(tx, id)
  if (!account) throw identityErrors.ACCOUNT_NOT_FOUND({ account: id })
  permitOver(actor, "identity.manage-accounts", account.area)
  return account
}
