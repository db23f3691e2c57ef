import { sql, type Transaction } from "kysely"

export async function insertContact(tx: Transaction<unknown>, request: string, contact: string): Promise<void> {
  await sql`insert into serve.contact (request, contact) values (${request}::uuid, ${contact})`.execute(tx)
}

export async function findContact(tx: Transaction<unknown>, request: string): Promise<string | undefined> {
  const found = await sql<{ contact: string }>`select contact from serve.contact where request = ${request}::uuid`.execute(tx)
  return found.rows[0]?.contact
}

/** Deletes the contacts of requests that were closed before a moment; gives how many. */
export async function deleteContactsClosedBefore(tx: Transaction<unknown>, before: Date): Promise<number> {
  const deleted = await sql`
    delete from serve.contact c
    using serve.request r
    where r.id = c.request and r.closed_at <= ${before}
    returning c.request`.execute(tx)
  return deleted.rows.length
}
