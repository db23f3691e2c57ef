import { type Kysely, sql, type Transaction } from "kysely"

export async function insertWithdrawn(tx: Transaction<unknown>, codeHash: Buffer, now: Date): Promise<void> {
  await sql`
    insert into serve.withdrawn_code (code_hash, deleted_at)
    values (${codeHash}, ${now})
    on conflict do nothing`.execute(tx)
}

export async function isWithdrawn(db: Kysely<unknown>, codeHash: Buffer): Promise<boolean> {
  const found = await sql`select 1 from serve.withdrawn_code where code_hash = ${codeHash}`.execute(db)
  return found.rows.length > 0
}

/** Gives how many went. */
export async function deleteWithdrawnBefore(tx: Transaction<unknown>, before: Date): Promise<number> {
  const deleted = await sql`delete from serve.withdrawn_code where deleted_at <= ${before} returning code_hash`.execute(tx)
  return deleted.rows.length
}
