import type { Kysely, Transaction } from "kysely"

type CredentialTables = {
  "identity.password": { account: string; hash: string; totp_secret: string; totp_last_step: number }
  "identity.recovery_code": { account: string; hash: Buffer }
  "identity.passkey": { id: string; account: string; public_key: Buffer; counter: number; created_at: Date }
}
export interface Passkey {
  readonly id: string
  readonly account: string
  readonly publicKey: Buffer
  readonly counter: number
}

const tables = (db: Kysely<unknown>) => db.withTables<CredentialTables>()

export interface NewCredentials {
  readonly account: string
  readonly passwordHash: string
  readonly totpSecret: string
  readonly recoveryHashes: readonly Buffer[]
}

export async function putCredentials(tx: Transaction<unknown>, given: NewCredentials): Promise<void> {
  const { account, passwordHash, totpSecret, recoveryHashes } = given
  await tables(tx)
    .insertInto("identity.password")
    .values({ account, hash: passwordHash, totp_secret: totpSecret, totp_last_step: 0 })
    .execute()
  await tables(tx)
    .insertInto("identity.recovery_code")
    .values(recoveryHashes.map((hash) => ({ account, hash })))
    .execute()
}

export async function findPassword(
  db: Kysely<unknown>,
  account: string,
): Promise<{ hash: string; totpSecret: string } | undefined> {
  return tables(db)
    .selectFrom("identity.password")
    .select(["hash", "totp_secret as totpSecret"])
    .where("account", "=", account)
    .executeTakeFirst()
}

/** Uses a time step up; false when it, or a later one, was used before. */
export async function useTotpStep(db: Kysely<unknown>, account: string, step: number): Promise<boolean> {
  const used = await tables(db)
    .updateTable("identity.password")
    .set({ totp_last_step: step })
    .where("account", "=", account)
    .where("totp_last_step", "<", step)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}

/** Uses a recovery code up; false when there is none like it. */
export async function useRecoveryCode(db: Kysely<unknown>, account: string, hash: Buffer): Promise<boolean> {
  const used = await tables(db)
    .deleteFrom("identity.recovery_code")
    .where("account", "=", account)
    .where("hash", "=", hash)
    .executeTakeFirst()
  return used.numDeletedRows === 1n
}

export async function putPasskey(tx: Transaction<unknown>, passkey: Passkey, createdAt: Date): Promise<void> {
  const { id, account, publicKey, counter } = passkey
  await tables(tx)
    .insertInto("identity.passkey")
    .values({ id, account, public_key: publicKey, counter, created_at: createdAt })
    .execute()
}

export async function findPasskey(db: Kysely<unknown>, id: string): Promise<Passkey | undefined> {
  return tables(db)
    .selectFrom("identity.passkey")
    .select(["id", "account", "public_key as publicKey", "counter"])
    .where("id", "=", id)
    .executeTakeFirst()
}

export async function listPasskeys(db: Kysely<unknown>, account: string): Promise<{ id: string; createdAt: Date }[]> {
  return tables(db)
    .selectFrom("identity.passkey")
    .select(["id", "created_at as createdAt"])
    .where("account", "=", account)
    .orderBy("created_at")
    .execute()
}

export async function setPasskeyCounter(db: Kysely<unknown>, id: string, counter: number): Promise<void> {
  await tables(db).updateTable("identity.passkey").set({ counter }).where("id", "=", id).execute()
}
