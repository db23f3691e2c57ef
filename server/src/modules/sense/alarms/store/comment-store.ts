import type { SignalCare } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

export interface NewComment {
  readonly id: string
  readonly signal: string
  readonly role: string
  readonly at: Date
  readonly text: string
}

export async function putComment(tx: Transaction<unknown>, { id, signal, role, at, text }: NewComment): Promise<void> {
  await sql`
    insert into sense.signal_comment (id, signal_id, at, role, text)
    values (${id}, ${signal}, ${at}, ${role}, ${text})`.execute(tx)
}

export async function countComments(db: Kysely<unknown>, signal: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sense.signal_comment where signal_id = ${signal}`.execute(db)
  return rows[0]!.count
}

/** Oldest first. */
export async function listComments(db: Kysely<unknown>, signal: string): Promise<SignalCare["comments"]> {
  const { rows } = await sql<{ id: string; at: Date; role: string; text: string }>`
    select id, at, role, text from sense.signal_comment
    where signal_id = ${signal}
    order by at, id`.execute(db)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

/** Deletes what was written before `limit`. Gives how many. */
export async function dropComments(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.signal_comment where at <= ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
