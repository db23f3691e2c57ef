import { type Kysely, sql, type Transaction } from "kysely"

/** How far rolling up has come. */
export interface RollState {
  /** Hours before it are rolled up, or are being so: what changes in them is noted. */
  readonly markedUntil: Date
  readonly rolledUntil: Date
  /** Measurements before it were given up. */
  readonly rawFrom: Date
}

export async function readState(db: Kysely<unknown>): Promise<RollState> {
  const { rows } = await sql<RollState>`
    select marked_until as "markedUntil", rolled_until as "rolledUntil", raw_from as "rawFrom" from sense.rollup_state`.execute(
    db,
  )
  return rows[0]!
}

/** Everything before it is rolled up as it is now. */
export async function readSafeUntil(db: Kysely<unknown>): Promise<Date> {
  const { rows } = await sql<{ until: Date }>`
    select least(s.rolled_until, (select min(hour) from sense.rollup_due)) as until from sense.rollup_state s`.execute(db)
  return rows[0]!.until
}

/** From when on the measurements of a series are kept. */
export async function readRawFrom(db: Kysely<unknown>, datastream: number): Promise<Date> {
  const { rows } = await sql<{ from: Date }>`
    select greatest(s.raw_from, (
      select p.raw_from from sense.datastream d join sense.observed_property p on p.id = d.property_id
      where d.id = ${datastream})) as "from"
    from sense.rollup_state s`.execute(db)
  return rows[0]!.from
}

export async function setMarked(tx: Transaction<unknown>, until: Date): Promise<void> {
  await sql`update sense.rollup_state set marked_until = greatest(marked_until, ${until}::timestamptz)`.execute(tx)
}

export async function setRolled(tx: Transaction<unknown>, until: Date): Promise<void> {
  await sql`update sense.rollup_state set rolled_until = greatest(rolled_until, ${until}::timestamptz)`.execute(tx)
}

export async function setRawFrom(tx: Transaction<unknown>, from: Date): Promise<void> {
  await sql`update sense.rollup_state set raw_from = greatest(raw_from, ${from}::timestamptz)`.execute(tx)
}

/** The hours of a span that have measurements, oldest first. */
export async function listHours(
  db: Kysely<unknown>,
  { from, until, limit }: { readonly from: Date; readonly until: Date; readonly limit: number },
): Promise<{ hour: Date; n: number }[]> {
  const { rows } = await sql<{ hour: Date; n: number }>`
    select hour, sum(n)::int8 as n
    from sense.observation_tally
    where hour >= ${from}::timestamptz and hour < ${until}::timestamptz
    group by hour having sum(n) > 0
    order by hour limit ${limit}::int`.execute(db)
  return rows
}
