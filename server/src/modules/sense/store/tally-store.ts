import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely"
import { finishWith } from "../../../platform/db/index.ts"
import type { Batch } from "../batch.ts"
import { HOUR_MS } from "../domain/settled.ts"

/** Any hour number fits below it, so that a series and an hour make one number. */
const HOURS_MAX = 10_000_000

/**
 * Notes that the measurements at some places of a batch came, in the transaction that stores them: how many in each hour, and which hours that were rolled up
 * already are due again. In a city at work it is one or two hours, said together with the commit.
 *
 * @param markedUntilMs none that was rolled up is later; it may lie ahead, where the clock once did
 */
export async function noteInserted(
  tx: Transaction<unknown>,
  batch: Pick<Batch, "datastreams" | "atMs">,
  places: Int32Array,
  markedUntilMs: number,
): Promise<void> {
  if (places.length === 0) return
  const counts = new Map<number, number>()
  const late = new Set<number>()
  let [hour, count] = [Number.NaN, 0]
  for (const place of places) {
    const atMs = batch.atMs[place]!
    const at = Math.floor(atMs / HOUR_MS)
    if (at !== hour) {
      if (count > 0) counts.set(hour, (counts.get(hour) ?? 0) + count)
      hour = at
      count = 0
    }
    count += 1
    if (atMs < markedUntilMs) late.add(batch.datastreams[place]! * HOURS_MAX + at)
  }
  counts.set(hour, (counts.get(hour) ?? 0) + count)
  const rows = Array.from(counts, ([at, n]) => `(to_timestamp(${at * 3600}), ${n})`)
  await finishWith(tx, `insert into sense.observation_tally (hour, n) values ${rows.join(", ")}`)
  if (late.size === 0) return
  const pairs = [...late]
  await sql`
    insert into sense.rollup_due (datastream_id, hour)
    select late.datastream, to_timestamp(late.hour * 3600.0)
    from unnest(${pairs.map((pair) => Math.floor(pair / HOURS_MAX))}::int[], ${pairs.map((pair) => pair % HOURS_MAX)}::int[])
      as late (datastream, hour)
    where to_timestamp(late.hour * 3600.0) < (select marked_until from sense.rollup_state)
    on conflict do nothing`.execute(tx)
}

/** What was deleted. */
export interface Removed {
  readonly count: number
  /** The series that lost some. */
  readonly datastreams: readonly number[]
}

/** Deletes the measurements that fit, with their share of what is counted; their hours are rolled up again. */
export async function removeObservations(tx: Transaction<unknown>, which: RawBuilder<unknown>): Promise<Removed> {
  const { rows } = await sql<{ datastream: number; n: number }>`
    with gone as (
      delete from sense.observation where ${which} returning datastream_id, date_bin('1 hour', phenomenon_at, 'epoch') as hour
    ), tally as (
      insert into sense.observation_tally (hour, n) select hour, - count(*) from gone group by hour
    ), due as (
      insert into sense.rollup_due (datastream_id, hour)
      select distinct datastream_id, hour from gone where hour < (select marked_until from sense.rollup_state)
      on conflict do nothing
    )
    select datastream_id as datastream, count(*) as n from gone group by datastream_id`.execute(tx)
  return { count: rows.reduce((sum, { n }) => sum + n, 0), datastreams: rows.map(({ datastream }) => datastream) }
}

/** Deletes everything that series measured, and what it came to. */
export async function removeSeries(tx: Transaction<unknown>, datastreams: readonly number[]): Promise<void> {
  await removeObservations(tx, sql`datastream_id = any(${datastreams}::int[])`)
  for (const table of ["rollup_minute", "rollup_hour", "rollup_day", "rollup_due"]) {
    await sql`delete from ${sql.table(`sense.${table}`)} where datastream_id = any(${datastreams}::int[])`.execute(tx)
  }
}

/** Brings the rows of each hour together, so that there is one for each. */
export async function compactTally(db: Kysely<unknown>): Promise<void> {
  await sql`
    with gone as (
      delete from sense.observation_tally
      where hour in (select hour from sense.observation_tally group by hour having count(*) > 1)
      returning hour, n
    )
    insert into sense.observation_tally (hour, n) select hour, sum(n) from gone group by hour having sum(n) <> 0`.execute(db)
}
