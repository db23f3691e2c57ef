import type { Kysely, Transaction } from "kysely"

type CredentialTables = {
  "identity.password": {
    account: string
    hash: string
    totp_secret: string | null
    totp_sealed: Buffer | null
    totp_last_step: number
  }
  "identity.recovery_code": { account: string; hash: Buffer }
  "identity.passkey": {
    id: string
    account: string
    public_key: Buffer
    counter: number
    name: string | null
    created_at: Date
  }
}
export interface Passkey {
  readonly id: string
  readonly account: string
  readonly publicKey: Buffer
  readonly counter: number
}

const tables = (db: Kysely<unknown>) => db.withTables<CredentialTables>()

export interface NewFactor {
  readonly account: string
  /** The TOTP secret, sealed by the city's `FactorKey`. */
  readonly totpSealed: Buffer
  readonly recoveryHashes: readonly Buffer[]
}
export interface NewCredentials extends NewFactor {
  readonly passwordHash: string
}

/** Puts password and second factor in place of whatever the account had. */
export async function putCredentials(tx: Transaction<unknown>, given: NewCredentials): Promise<void> {
  const { account, passwordHash, totpSealed } = given
  const values = { hash: passwordHash, totp_secret: null, totp_sealed: totpSealed, totp_last_step: 0 }
  await tables(tx)
    .insertInto("identity.password")
    .values({ account, ...values })
    .onConflict((conflict) => conflict.column("account").doUpdateSet(values))
    .execute()
  await putRecoveryCodes(tx, given)
}

/** Puts a second factor in place of the old one; the password stays. */
export async function putFactor(tx: Transaction<unknown>, given: NewFactor): Promise<void> {
  await tables(tx)
    .updateTable("identity.password")
    .set({ totp_secret: null, totp_sealed: given.totpSealed, totp_last_step: 0 })
    .where("account", "=", given.account)
    .execute()
  await putRecoveryCodes(tx, given)
}

async function putRecoveryCodes(tx: Transaction<unknown>, { account, recoveryHashes }: NewFactor): Promise<void> {
  await tables(tx).deleteFrom("identity.recovery_code").where("account", "=", account).execute()
  await tables(tx)
    .insertInto("identity.recovery_code")
    .values(recoveryHashes.map((hash) => ({ account, hash })))
    .execute()
}

export async function setPassword(tx: Transaction<unknown>, account: string, hash: string): Promise<void> {
  await tables(tx).updateTable("identity.password").set({ hash }).where("account", "=", account).execute()
}

export async function findPassword(
  db: Kysely<unknown>,
  account: string,
): Promise<{ hash: string; totpSealed: Buffer } | undefined> {
  return tables(db)
    .selectFrom("identity.password")
    .select(["hash", "totp_sealed as totpSealed"])
    .where("account", "=", account)
    .$narrowType<{ totpSealed: Buffer }>()
    .executeTakeFirst()
}

export async function hasSealedFactor(db: Kysely<unknown>): Promise<boolean> {
  const found = await tables(db)
    .selectFrom("identity.password")
    .select("account")
    .where("totp_sealed", "is not", null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Secrets that an older version wrote as they are. */
export async function listPlainFactors(db: Kysely<unknown>): Promise<{ account: string; secret: string }[]> {
  return tables(db)
    .selectFrom("identity.password")
    .select(["account", "totp_secret as secret"])
    .where("totp_secret", "is not", null)
    .$narrowType<{ secret: string }>()
    .execute()
}

export async function sealFactor(db: Kysely<unknown>, account: string, sealed: Buffer): Promise<void> {
  await tables(db)
    .updateTable("identity.password")
    .set({ totp_secret: null, totp_sealed: sealed })
    .where("account", "=", account)
    .execute()
}

export async function countRecoveryCodes(db: Kysely<unknown>, account: string): Promise<number> {
  const found = await tables(db)
    .selectFrom("identity.recovery_code")
    .select((build) => build.fn.countAll<number>().as("count"))
    .where("account", "=", account)
    .executeTakeFirstOrThrow()
  return found.count
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
