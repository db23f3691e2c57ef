import { type Kysely, sql, type Transaction } from "kysely"

/** Ties a signal to the chain of alerts that it was raised from. */
export async function tieSignal(tx: Transaction<unknown>, signal: string, chain: string): Promise<void> {
  await sql`update sense.signal set outside_chain = ${chain} where id = ${signal}`.execute(tx)
}

/** The signals of a chain that its end would end. */
export async function listOpenOf(
  db: Kysely<unknown>,
  chain: string,
): Promise<{ readonly id: string; readonly rule: string; readonly area: string; readonly level: string }[]> {
  const { rows } = await sql<{ id: string; rule: string; area: string; level: string }>`
    select id, rule, area, level from sense.signal where outside_chain = ${chain} and ended_at is null order by number`.execute(
    db,
  )
  return rows
}
