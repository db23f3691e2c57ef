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

/** The alert that holds now of those that a signal was raised from, or the last that did; undefined for a signal of measurements. */
export async function findNewestOf(db: Kysely<unknown>, signal: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select alert.id from sense.signal
    join sense.outside_alert as alert on alert.chain = outside_chain
    where signal.id = ${signal} and act = 'tell'
    order by (alert.state = 'in-force') desc, sent_at desc, alert.id
    limit 1`.execute(db)
  return rows[0]?.id
}
