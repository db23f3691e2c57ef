import { type Kysely, sql, type Transaction } from "kysely"

/** One thing that was done with a warning, as the log tells it. */
export interface WarningNews {
  readonly seq: number
  readonly verb: string
  readonly warning: string
}

export async function insertNews(tx: Transaction<unknown>, { seq, verb, warning }: WarningNews): Promise<void> {
  await sql`insert into respond.warning_news (seq, verb, warning) values (${seq}, ${verb}, ${warning}::uuid)`.execute(tx)
}

/** What waits, in the log's order. */
export async function listNews(db: Kysely<unknown>, limit: number): Promise<WarningNews[]> {
  const found = await sql<WarningNews>`select seq, verb, warning from respond.warning_news order by seq limit ${limit}`.execute(
    db,
  )
  return found.rows
}

export async function deleteNews(tx: Transaction<unknown>, seq: number): Promise<void> {
  await sql`delete from respond.warning_news where seq = ${seq}`.execute(tx)
}
