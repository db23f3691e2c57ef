import type { Kysely, Transaction } from "kysely"

type PasskeyTables = {
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
/** What its owner sees of a passkey. */
export interface OwnPasskey {
  readonly id: string
  readonly name: string | null
  readonly createdAt: Date
}

const tables = (db: Kysely<unknown>) => db.withTables<PasskeyTables>()

export async function putPasskey(tx: Transaction<unknown>, passkey: Passkey, createdAt: Date): Promise<void> {
  const { id, account, publicKey, counter } = passkey
  await tables(tx)
    .insertInto("identity.passkey")
    .values({ id, account, public_key: publicKey, counter, name: null, created_at: createdAt })
    .execute()
}

export async function findPasskey(db: Kysely<unknown>, id: string): Promise<Passkey | undefined> {
  return tables(db)
    .selectFrom("identity.passkey")
    .select(["id", "account", "public_key as publicKey", "counter"])
    .where("id", "=", id)
    .executeTakeFirst()
}

export async function listPasskeys(db: Kysely<unknown>, account: string): Promise<OwnPasskey[]> {
  return tables(db)
    .selectFrom("identity.passkey")
    .select(["id", "name", "created_at as createdAt"])
    .where("account", "=", account)
    .orderBy("created_at")
    .orderBy("id")
    .execute()
}

export async function setPasskeyCounter(db: Kysely<unknown>, id: string, counter: number): Promise<void> {
  await tables(db).updateTable("identity.passkey").set({ counter }).where("id", "=", id).execute()
}

/** Gives whether the account has such a passkey. */
export async function setPasskeyName(
  tx: Transaction<unknown>,
  { account, id, name }: { readonly account: string; readonly id: string; readonly name: string },
): Promise<boolean> {
  const named = await tables(tx)
    .updateTable("identity.passkey")
    .set({ name })
    .where("account", "=", account)
    .where("id", "=", id)
    .executeTakeFirst()
  return named.numUpdatedRows === 1n
}

export async function deletePasskeysOf(tx: Transaction<unknown>, account: string): Promise<void> {
  await tables(tx).deleteFrom("identity.passkey").where("account", "=", account).execute()
}

/** Gives whether the account had such a passkey. */
export async function deletePasskey(
  tx: Transaction<unknown>,
  { account, id }: { readonly account: string; readonly id: string },
): Promise<boolean> {
  const gone = await tables(tx)
    .deleteFrom("identity.passkey")
    .where("account", "=", account)
    .where("id", "=", id)
    .executeTakeFirst()
  return gone.numDeletedRows === 1n
}
