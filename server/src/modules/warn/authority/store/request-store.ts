import type { Bilingual } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

/** That another body was asked to issue what a draft says. */
export interface StoredRequest {
  readonly id: string
  readonly warning: string
  readonly issuer: Bilingual
  readonly askedAt: Date
  readonly role: string
  readonly account: string
}
type RequestTables = {
  "warn.issuer_request": { id: string; warning: string; issuer: Bilingual; asked_at: Date; role: string; account: string }
}

const tables = (db: Kysely<unknown>) => db.withTables<RequestTables>()

export async function insertRequest(tx: Transaction<unknown>, request: StoredRequest): Promise<void> {
  const { id, warning, issuer, askedAt, role, account } = request
  await tables(tx)
    .insertInto("warn.issuer_request")
    .values({ id, warning, issuer: sql`${JSON.stringify(issuer)}::jsonb`, asked_at: askedAt, role, account })
    .execute()
}

/** Oldest first. */
export async function listRequests(db: Kysely<unknown>, warning: string): Promise<StoredRequest[]> {
  return tables(db)
    .selectFrom("warn.issuer_request")
    .select(["id", "warning", "issuer", "asked_at as askedAt", "role", "account"])
    .where("warning", "=", warning)
    .orderBy("asked_at")
    .execute()
}

/** Forgets who asked before `limit`, with the request. */
export async function deleteRequestsBefore(tx: Transaction<unknown>, limit: Date): Promise<void> {
  await tables(tx).deleteFrom("warn.issuer_request").where("asked_at", "<=", limit).execute()
}
