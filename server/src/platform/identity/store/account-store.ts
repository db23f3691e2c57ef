import type { Bilingual, Role } from "@holdfast/contracts"
import type { Kysely, Transaction } from "kysely"
import type { CityKind } from "./city-store.ts"

/** Who somebody is at an OpenID Connect provider. */
export interface Subject {
  readonly issuer: string
  readonly subject: string
}

export interface Account {
  readonly id: string
  /** How the city log names it: random, so that a header says nothing. */
  readonly record: string
  readonly kind: CityKind
  readonly name: Bilingual
  readonly role: Role
  /** The area whose subtree it may act on; null for the whole city. */
  readonly area: string | null
}

type AccountTables = {
  "identity.account": {
    id: string
    record_ref: string
    kind: CityKind
    name_zh: string
    name_en: string
    role: Role
    area: string | null
    issuer: string | null
    subject: string | null
    created_at: Date
    ended_at: Date | null
  }
}

const tables = (db: Kysely<unknown>) => db.withTables<AccountTables>()
const columns = ["id", "record_ref", "kind", "name_zh", "name_en", "role", "area"] as const

/** Gives whether it was new; an id is never given twice, not even after its account has ended. */
export async function putAccount(tx: Transaction<unknown>, account: Account, createdAt: Date): Promise<boolean> {
  const { id, record, kind, name, role, area } = account
  const added = await tables(tx)
    .insertInto("identity.account")
    .values({
      id,
      record_ref: record,
      kind,
      name_zh: name["zh-CN"],
      name_en: name.en,
      role,
      area,
      issuer: null,
      subject: null,
      created_at: createdAt,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

/** An account that has not ended. */
export async function findAccount(db: Kysely<unknown>, id: string): Promise<Account | undefined> {
  const row = await tables(db)
    .selectFrom("identity.account")
    .select(columns)
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst()
  return row && toAccount(row)
}

export async function listAccounts(db: Kysely<unknown>): Promise<Account[]> {
  const rows = await tables(db)
    .selectFrom("identity.account")
    .select(columns)
    .where("ended_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute()
  return rows.map(toAccount)
}

/** The account, if it has not ended, that an engineer bound to this subject. */
export async function findAccountOf(db: Kysely<unknown>, { issuer, subject }: Subject): Promise<Account | undefined> {
  const row = await tables(db)
    .selectFrom("identity.account")
    .select(columns)
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .where("ended_at", "is", null)
    .executeTakeFirst()
  return row && toAccount(row)
}

/** Binds an account, or with null sets it free. Gives false when another account, also one that ended, has this subject. */
export async function setSubject(tx: Transaction<unknown>, id: string, bound: Subject | null): Promise<boolean> {
  if (bound) {
    const other = await tables(tx)
      .selectFrom("identity.account")
      .select("id")
      .where("issuer", "=", bound.issuer)
      .where("subject", "=", bound.subject)
      .where("id", "!=", id)
      .executeTakeFirst()
    if (other) return false
  }
  await tables(tx)
    .updateTable("identity.account")
    .set({ issuer: bound?.issuer ?? null, subject: bound?.subject ?? null })
    .where("id", "=", id)
    .execute()
  return true
}

export async function markEnded(tx: Transaction<unknown>, id: string, at: Date): Promise<void> {
  await tables(tx).updateTable("identity.account").set({ ended_at: at }).where("id", "=", id).execute()
}

/** Accounts that ended before `limit` go, with everything that hangs on them. */
export async function deleteEndedBefore(db: Kysely<unknown>, limit: Date): Promise<void> {
  await tables(db).deleteFrom("identity.account").where("ended_at", "<", limit).execute()
}

function toAccount(row: Pick<AccountTables["identity.account"], (typeof columns)[number]>): Account {
  const { id, kind, role, area } = row
  return { id, record: row.record_ref, kind, role, area, name: { "zh-CN": row.name_zh, en: row.name_en } }
}
