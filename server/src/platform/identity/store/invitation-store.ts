import type { Kysely, Transaction } from "kysely"

/** *access*: a new password and a new second factor. *factor*: only the factor; the password is asked for. */
export type InvitationPurpose = "access" | "factor"
export interface Invitation {
  readonly account: string
  readonly tokenHash: Buffer
  readonly purpose: InvitationPurpose
  readonly expiresAt: Date
}

type InvitationTables = {
  "identity.invitation": { account: string; token_hash: Buffer; purpose: InvitationPurpose; expires_at: Date }
}
const tables = (db: Kysely<unknown>) => db.withTables<InvitationTables>()

/** An account has one invitation at most: a newer one takes the place of the older. */
export async function putInvitation(tx: Transaction<unknown>, given: Invitation): Promise<void> {
  const values = { token_hash: given.tokenHash, purpose: given.purpose, expires_at: given.expiresAt }
  await tables(tx)
    .insertInto("identity.invitation")
    .values({ account: given.account, ...values })
    .onConflict((conflict) => conflict.column("account").doUpdateSet(values))
    .execute()
}

/** An invitation that still counts at `now`. */
export async function findInvitation(db: Kysely<unknown>, tokenHash: Buffer, now: Date): Promise<Invitation | undefined> {
  return tables(db)
    .selectFrom("identity.invitation")
    .select(["account", "token_hash as tokenHash", "purpose", "expires_at as expiresAt"])
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .executeTakeFirst()
}

/** Uses an invitation up; false when somebody else just did. */
export async function useInvitation(tx: Transaction<unknown>, tokenHash: Buffer): Promise<boolean> {
  const used = await tables(tx).deleteFrom("identity.invitation").where("token_hash", "=", tokenHash).executeTakeFirst()
  return used.numDeletedRows === 1n
}

export async function deleteInvitations(db: Kysely<unknown>, expiredAt?: Date): Promise<void> {
  const all = tables(db).deleteFrom("identity.invitation")
  await (expiredAt ? all.where("expires_at", "<=", expiredAt) : all).execute()
}
