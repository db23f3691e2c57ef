import { type RawBuilder, sql, type Transaction } from "kysely"
import { OBSERVATION_DAYS } from "../../domain/retention.ts"
import { HOUR_MS } from "../../domain/settled.ts"
import { between, ensureMonth, monthOf } from "../../store/observation-store.ts"
import { setRolled } from "./state-store.ts"

type Sql = RawBuilder<unknown>

/** Measurements in one statement: the embedded database answers nothing else meanwhile. */
const ROWS_PER_STATEMENT = 100_000
const MINUTE_MS = 60_000
const columns = sql`datastream_id, at, n, valued, sum, min, max, last`

/** What is added to a row that is there: the later part of the same hour or day. */
const merged = sql`
  n = kept.n + excluded.n, valued = kept.valued + excluded.valued,
  sum = case when kept.sum is null then excluded.sum else kept.sum + coalesce(excluded.sum, 0) end,
  min = least(kept.min, excluded.min), max = greatest(kept.max, excluded.max), last = coalesce(excluded.last, kept.last)`

/** What finer rows come to. */
const together = sql`
  sum(n)::int8 as n, sum(valued)::int8 as valued, sum(sum) as sum, min(min) as min, max(max) as max,
  (array_agg(last order by at desc) filter (where last is not null))[1] as last`

/**
 * Measurements by minute, and what those come to by hour. Of several results of one moment the newest speaks. Minutes are worth
 * keeping where a series measured more often than once in a minute, and where its measurements live shorter than usual.
 *
 * @param source gives datastream_id, phenomenon_at, result_at, id, result
 * @param minutes how many the source spans in an hour
 */
function byMinuteAndHour(source: Sql, minutes: number): Sql {
  return sql`
    ranked as (
      select datastream_id, phenomenon_at, result, row_number() over (
        partition by datastream_id, phenomenon_at order by result_at desc nulls last, id desc) as rank
      from (${source}) measured
    ), minutes as materialized (
      select datastream_id, date_bin('1 minute', phenomenon_at, 'epoch') as at, count(*) as n,
        count(result) filter (where rank = 1) as valued, sum(result) filter (where rank = 1) as sum,
        min(result) filter (where rank = 1) as min, max(result) filter (where rank = 1) as max,
        (array_agg(result order by phenomenon_at desc) filter (where rank = 1 and result is not null))[1] as last
      from ranked group by 1, 2
    ), hours as materialized (
      select whole.*, whole.n > ${minutes}::int or coalesce(p.keep_days < ${OBSERVATION_DAYS}::int, false) as by_minute
      from (
        select datastream_id, date_bin('1 hour', at, 'epoch') as at, ${together}
        from minutes group by datastream_id, date_bin('1 hour', at, 'epoch')
      ) whole
      left join sense.datastream d on d.id = whole.datastream_id
      left join sense.observed_property p on p.id = d.property_id
    ), kept_minutes as (
      insert into sense.rollup_minute (${columns})
      select m.datastream_id, m.at, m.n, m.valued, m.sum, m.min, m.max, m.last
      from minutes m join hours h on h.datastream_id = m.datastream_id and h.at = date_bin('1 hour', m.at, 'epoch') and h.by_minute
    )`
}

/** Rolls up one hour that was not yet, and moves on. `n` is how many measurements it has. */
export async function rollHour(tx: Transaction<unknown>, hour: Date, n: number): Promise<void> {
  await ensureRollMonths(tx, [hour])
  const parts = Math.min(60, Math.ceil(n / ROWS_PER_STATEMENT))
  const minutes = Math.ceil(60 / parts)
  for (let minute = 0; minute < 60; minute += minutes) {
    const from = new Date(hour.getTime() + minute * MINUTE_MS)
    const until = new Date(hour.getTime() + Math.min(60, minute + minutes) * MINUTE_MS)
    const source = sql`
      select datastream_id, phenomenon_at, result_at, id, result from sense.observation
      where ${between(from, until)}`
    await sql`
      with ${byMinuteAndHour(source, minutes)}, days as (
        insert into sense.rollup_day as kept (${columns})
        select datastream_id, date_bin('1 day', at, 'epoch'), n, valued, sum, min, max, last from hours
        on conflict (datastream_id, at) do update set ${merged}
      )
      insert into sense.rollup_hour as kept (${columns}, by_minute)
      select ${columns}, by_minute from hours
      on conflict (datastream_id, at) do update set ${merged}, by_minute = kept.by_minute and excluded.by_minute`.execute(tx)
  }
  await setRolled(tx, new Date(hour.getTime() + HOUR_MS))
}

/**
 * Rolls up again what changed in hours that were: late, corrected, and deleted measurements. Hours whose measurements were given
 * up stay as they are. Nothing may write measurements meanwhile. Gives how many were due, at most `limit`.
 */
export async function rollDue(tx: Transaction<unknown>, limit: number): Promise<number> {
  const { rows } = await sql<{ datastream: number; hour: Date; isThere: boolean }>`
    with taken as (
      delete from sense.rollup_due where (datastream_id, hour) in (
        select datastream_id, hour from sense.rollup_due
        where hour < (select rolled_until from sense.rollup_state)
        order by hour, datastream_id limit ${limit}::int)
      returning datastream_id, hour
    )
    select taken.datastream_id as datastream, taken.hour,
      taken.hour >= greatest(s.raw_from, p.raw_from) as "isThere"
    from taken cross join sense.rollup_state s
    left join sense.datastream d on d.id = taken.datastream_id
    left join sense.observed_property p on p.id = d.property_id`.execute(tx)
  const due = rows.filter(({ isThere }) => isThere)
  if (due.length === 0) return rows.length
  await ensureRollMonths(
    tx,
    due.map(({ hour }) => hour),
  )
  const pairs = sql`unnest(${due.map(({ datastream }) => datastream)}::int[], ${due.map(({ hour }) => hour)}::timestamptz[])
    as due (datastream_id, hour)`
  const within = (table: Sql, at: Sql) => sql`${table}.datastream_id = due.datastream_id and ${at} >= due.hour
    and ${at} < due.hour + interval '1 hour'`
  await sql`delete from sense.rollup_minute m using ${pairs} where ${within(sql`m`, sql`m.at`)}`.execute(tx)
  await sql`delete from sense.rollup_hour h using ${pairs} where h.datastream_id = due.datastream_id and h.at = due.hour`.execute(
    tx,
  )
  const source = sql`
    select o.datastream_id, o.phenomenon_at, o.result_at, o.id, o.result
    from ${pairs} join sense.observation o on ${within(sql`o`, sql`o.phenomenon_at`)}`
  await sql`
    with ${byMinuteAndHour(source, 60)}
    insert into sense.rollup_hour (${columns}, by_minute) select ${columns}, by_minute from hours`.execute(tx)
  const days = sql`(select distinct datastream_id as series, date_bin('1 day', hour, 'epoch') as begins from ${pairs}) day`
  await sql`delete from sense.rollup_day r using ${days} where r.datastream_id = day.series and r.at = day.begins`.execute(tx)
  await sql`
    insert into sense.rollup_day (${columns})
    select day.series, day.begins, ${together}
    from ${days}
    join sense.rollup_hour h on h.datastream_id = day.series and h.at >= day.begins and h.at < day.begins + interval '1 day'
    group by day.series, day.begins`.execute(tx)
  return rows.length
}

async function ensureRollMonths(tx: Transaction<unknown>, hours: readonly Date[]): Promise<void> {
  for (const month of new Set(hours.map((hour) => monthOf(hour.getTime())))) {
    await ensureMonth(tx, month, "rollup_minute")
    await ensureMonth(tx, month, "rollup_hour")
  }
}
