import type { SeriesStep } from "@holdfast/contracts"
import { type Kysely, type RawBuilder, sql } from "kysely"

/** What a series came to in one minute, hour, or day. The figures are of those that are numbers; null where there is none. */
export interface Rolled {
  /** When it begins. */
  readonly at: Date
  /** Measurements, whatever their result. */
  readonly count: number
  readonly valued: number
  readonly sum: number | null
  readonly min: number | null
  readonly max: number | null
  readonly last: number | null
}

/**
 * A series by steps, oldest first: what was rolled up, and from there on the measurements themselves. What changed in an hour that
 * was rolled up shows once that hour is done again, seconds later.
 */
export async function listRolled(
  db: Kysely<unknown>,
  {
    datastream,
    step,
    from,
    until,
    limit,
  }: {
    readonly datastream: number
    readonly step: SeriesStep
    readonly from: Date
    readonly until: Date
    readonly limit: number
  },
): Promise<Rolled[]> {
  const begins = sql`date_bin(${`1 ${step}`}::interval, ${from}::timestamptz, 'epoch')`
  const rolledUntil = sql`(select rolled_until from sense.rollup_state)`
  const kept: RawBuilder<unknown> =
    step !== "minute"
      ? sql`
        select at, n, valued, sum, min, max, last, false as is_single from ${sql.table(`sense.rollup_${step}`)}
        where datastream_id = ${datastream} and at >= ${begins} and at <= ${until}::timestamptz`
      : sql`
        select m.at, m.n, m.valued, m.sum, m.min, m.max, m.last, false as is_single
        from sense.rollup_minute m
        join sense.rollup_hour h on h.datastream_id = m.datastream_id and h.at = date_bin('1 hour', m.at, 'epoch') and h.by_minute
        where m.datastream_id = ${datastream} and m.at >= ${begins} and m.at <= ${until}::timestamptz`
  // Where minutes are not kept, measurements are as few as they would be.
  const single =
    step === "minute"
      ? sql`and (phenomenon_at >= ${rolledUntil} or exists (
          select 1 from sense.rollup_hour h
          where h.datastream_id = ${datastream} and h.at = date_bin('1 hour', o.phenomenon_at, 'epoch') and not h.by_minute))`
      : sql`and phenomenon_at >= ${rolledUntil}`
  const { rows } = await sql<Rolled>`
    with ranked as (
      select phenomenon_at, result, row_number() over (partition by phenomenon_at order by result_at desc nulls last, id desc) as rank
      from sense.observation o
      where datastream_id = ${datastream} and phenomenon_at >= ${begins} and phenomenon_at <= ${until}::timestamptz ${single}
    ), parts as (
      ${kept}
      union all
      select date_bin(${`1 ${step}`}::interval, phenomenon_at, 'epoch'), count(*), count(result) filter (where rank = 1),
        sum(result) filter (where rank = 1), min(result) filter (where rank = 1), max(result) filter (where rank = 1),
        (array_agg(result order by phenomenon_at desc) filter (where rank = 1 and result is not null))[1], true
      from ranked group by 1
    )
    select at, sum(n)::int8 as count, sum(valued)::int8 as valued, sum(sum) as sum, min(min) as min, max(max) as max,
      (array_agg(last order by is_single desc) filter (where last is not null))[1] as last
    from parts
    group by at order by at desc limit ${limit}::int`.execute(db)
  return rows.toReversed()
}
