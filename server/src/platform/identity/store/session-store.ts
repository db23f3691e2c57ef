import type { Role } from "@holdfast/contracts"
import { type Kysely, sql } from "kysely"

export interface StoredSession {
  readonly id: string
  readonly account: string
  readonly role: Role
  readonly area: string | null
  readonly createdAt: Date
  readonly seenAt: Date
}

type SessionTables = {
  "identity.session": {
    id: string
    token_hash: Buffer
    account: string
    created_at: Date
    seen_at: Date
    expires_at: Date
  }
  "identity.account": { id: string; role: Role; area: string | null; ended_at: Date | null }
}

const tables = (db: Kysely<unknown>) => db.withTables<SessionTables>()

export async function putSession(
  db: Kysely<unknown>,
  session: { id: string; tokenHash: Buffer; account: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  const { id, tokenHash, account, createdAt, expiresAt } = session
  await tables(db)
    .insertInto("identity.session")
    .values({ id, token_hash: tokenHash, account, created_at: createdAt, seen_at: createdAt, expires_at: expiresAt })
    .execute()
}

/** Sessions that still count at `now`, of accounts that have not ended, with what their account may do. */
function valid(db: Kysely<unknown>, now: Date) {
  return tables(db)
    .selectFrom("identity.session as s")
    .innerJoin("identity.account as a", "a.id", "s.account")
    .select(["s.id", "s.account", "a.role", "a.area", "s.created_at as createdAt", "s.seen_at as seenAt"])
    .where("s.expires_at", ">", now)
    .where("a.ended_at", "is", null)
}

export async function findSession(db: Kysely<unknown>, tokenHash: Buffer, now: Date): Promise<StoredSession | undefined> {
  return valid(db, now).where("s.token_hash", "=", tokenHash).executeTakeFirst()
}

/** Which of these sessions still count at `now`. */
export async function listValid(db: Kysely<unknown>, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await valid(db, now).where(sql<boolean>`s.id = any(${ids}::uuid[])`).execute()
  return rows.map(({ id }) => id)
}

/** Newest use first. */
export async function listSessionsOf(db: Kysely<unknown>, account: string, now: Date): Promise<StoredSession[]> {
  return valid(db, now).where("s.account", "=", account).orderBy("s.seen_at", "desc").orderBy("s.id").execute()
}

/** Who was seen since a time, each account once. */
export async function listSeenSince(db: Kysely<unknown>, since: Date, now: Date): Promise<StoredSession[]> {
  return valid(db, now).distinctOn("s.account").where("s.seen_at", ">=", since).orderBy("s.account").execute()
}

export async function markSeen(db: Kysely<unknown>, id: string, seenAt: Date, expiresAt: Date): Promise<void> {
  await tables(db).updateTable("identity.session").set({ seen_at: seenAt, expires_at: expiresAt }).where("id", "=", id).execute()
}

/** Gives whether the account had such a session. */
export async function deleteSession(db: Kysely<unknown>, account: string, id: string): Promise<boolean> {
  const ended = await tables(db)
    .deleteFrom("identity.session")
    .where("account", "=", account)
    .where("id", "=", id)
    .executeTakeFirst()
  return ended.numDeletedRows === 1n
}

/** Ends the sessions of an account; with `except` all but that one. */
export async function deleteSessionsOf(db: Kysely<unknown>, account: string, except?: string): Promise<void> {
  const all = tables(db).deleteFrom("identity.session").where("account", "=", account)
  await (except === undefined ? all : all.where("id", "!=", except)).execute()
}

/** Gives how many there were. */
export async function deleteAllSessions(db: Kysely<unknown>): Promise<number> {
  const gone = await tables(db).deleteFrom("identity.session").executeTakeFirst()
  return Number(gone.numDeletedRows)
}

export async function deleteExpired(db: Kysely<unknown>, now: Date): Promise<void> {
  await tables(db).deleteFrom("identity.session").where("expires_at", "<=", now).execute()
}
