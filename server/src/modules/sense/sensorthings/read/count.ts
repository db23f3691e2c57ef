import { type EntitySet, type Query, type ResourcePath, target } from "@holdfast/sensorthings"
import { type Kysely, type RawBuilder, sql } from "kysely"
import { senseErrors } from "../../errors.ts"
import { run } from "./run.ts"
import { spanOf, wholeHours } from "./span.ts"
import { column, tableOf } from "./tables.ts"

type Sql = RawBuilder<unknown>

/** Which measurements a collection is of: those of one series, or all. */
export interface Counted {
  readonly datastream: number | undefined
}

/** The measurements that an address leads to, where they are counted hour by hour as they come; undefined elsewhere. */
export function countedAt(path: ResourcePath): Counted | undefined {
  const { set, many } = target(path)
  if (set !== "Observations" || !many) return undefined
  if (path.steps.length === 0) return { datastream: undefined }
  const isSeries = path.set === "Datastreams" || path.set === "MultiDatastreams"
  return isSeries && path.steps.length === 1 && path.id !== undefined ? { datastream: path.id } : undefined
}

/** Whether a count comes from what is counted already, whatever the number. */
export function isCountedAlready(counted: Counted | undefined, { filter }: Pick<Query, "filter">): counted is Counted {
  return counted !== undefined && spanOf(filter) !== undefined
}

/**
 * How many rows of a set fit. Measurements of a series or of all, in any span of time, are counted from the whole hours of the span,
 * and one by one only at its ends; everything else is counted one by one. Exact either way. Throws `SENSE_COUNT_TOO_SLOW`.
 */
export async function countRows(
  db: Kysely<unknown>,
  { set, alias, where, counted, query }: Counting & { readonly set: EntitySet; readonly query: Query },
): Promise<number> {
  const span = isCountedAlready(counted, query) ? wholeHours(spanOf(query.filter)!) : undefined
  try {
    if (span && counted && span.fromMs < span.untilMs) return await countByHours(db, { alias, where, counted, ...span })
    return await countEach(db, tableOf(set), alias, where)
  } catch (error) {
    if ((error as { code?: unknown }).code === "57014") throw senseErrors.COUNT_TOO_SLOW({}, { cause: error })
    throw error
  }
}

interface Counting {
  readonly alias: string
  readonly where: readonly Sql[]
  readonly counted?: Counted | undefined
}

async function countEach(db: Kysely<unknown>, table: Sql, alias: string, where: readonly Sql[]): Promise<number> {
  const rows = await run<{ n: number }>(
    db,
    sql`select count(*) as n from ${table} ${sql.ref(alias)} where ${sql.join(where, sql` and `)}`,
  )
  return rows[0]!.n
}

async function countByHours(
  db: Kysely<unknown>,
  { alias, where, counted, fromMs, untilMs }: Counting & { counted: Counted; fromMs: number; untilMs: number },
): Promise<number> {
  const at = column(alias, "phenomenon_at")
  const [from, until] = [moment(fromMs), moment(untilMs)]
  const table = tableOf("Observations")
  let n =
    counted.datastream === undefined ? await countAll(db, from, until) : await countSeries(db, counted.datastream, from, until)
  if (fromMs !== -Infinity) n += await countEach(db, table, alias, [...where, sql`${at} < ${from}`])
  if (untilMs === Infinity) return n
  n += await countEach(db, table, alias, [...where, sql`${at} >= ${until}`])
  // What began inside and ended after the span is not wholly in it.
  const whose = counted.datastream === undefined ? sql`true` : sql`${column(alias, "datastream_id")} = ${counted.datastream}`
  const outgrown = [
    whose,
    sql`${column(alias, "phenomenon_until")} >= ${until}`,
    ...[sql`${at} >= ${from}`, sql`${at} < ${until}`],
    sql`not (${sql.join(where, sql` and `)})`,
  ]
  return n - (await countEach(db, table, alias, outgrown))
}

function moment(ms: number): Sql {
  if (Number.isFinite(ms)) return sql`${new Date(ms)}::timestamptz`
  return ms < 0 ? sql`'-infinity'::timestamptz` : sql`'infinity'::timestamptz`
}

async function countAll(db: Kysely<unknown>, from: Sql, until: Sql): Promise<number> {
  const rows = await run<{ n: number }>(
    db,
    sql`select coalesce(sum(n), 0)::int8 as n from sense.observation_tally where hour >= ${from} and hour < ${until}`,
  )
  return rows[0]!.n
}

/**
 * What was rolled up, by whole days and by the hours at their ends, and one by one: what changed since, what came since, and what
 * came for a time whose measurements had been given up.
 */
async function countSeries(db: Kysely<unknown>, datastream: number, from: Sql, until: Sql): Promise<number> {
  const own = (alias: string) => sql`${column(alias, "datastream_id")} = ${datastream}`
  const bound = (name: string) => sql`(select ${sql.ref(name)} from bounds)`
  const hours = (since: Sql, before: Sql) => sql`
    (select coalesce(sum(h.n), 0) from sense.rollup_hour h where ${own("h")} and h.at >= ${since} and h.at < ${before})`
  const single = (condition: Sql) => sql`
    (select count(*) from sense.observation o
      where ${own("o")} and o.phenomenon_at >= ${from} and o.phenomenon_at < ${until} and ${condition})`
  const isDue = sql`${own("d")} and d.hour >= ${bound("since")} and d.hour < ${bound("before")}`
  const rows = await run<{ n: number }>(
    db,
    sql`
    with state as materialized (
      select s.rolled_until, greatest(s.raw_from, (
        select p.raw_from from sense.datastream d join sense.observed_property p on p.id = d.property_id
        where d.id = ${datastream})) as kept_from
      from sense.rollup_state s
    ), span as materialized (
      select rolled_until, kept_from, greatest(${from}, kept_from) as since, least(${until}, rolled_until) as before from state
    ), bounds as materialized (
      select *, date_bin('1 day', since + interval '1 day' - interval '1 millisecond', 'epoch') as first_day,
        greatest(date_bin('1 day', since + interval '1 day' - interval '1 millisecond', 'epoch'),
          date_bin('1 day', before, 'epoch')) as last_day
      from span
    )
    select (
      (select coalesce(sum(r.n), 0) from sense.rollup_day r
        where ${own("r")} and r.at >= ${bound("first_day")} and r.at < ${bound("last_day")})
      + ${hours(bound("since"), sql`least(${bound("first_day")}, ${bound("before")})`)}
      + ${hours(bound("last_day"), bound("before"))}
      - (select coalesce(sum(h.n), 0) from sense.rollup_due d
        join sense.rollup_hour h on ${own("h")} and h.at = d.hour where ${isDue})
      + (select count(*) from sense.rollup_due d
        join sense.observation o on ${own("o")} and o.phenomenon_at >= d.hour and o.phenomenon_at < d.hour + interval '1 hour'
        where ${isDue})
      + ${single(sql`o.phenomenon_at >= greatest(${bound("kept_from")}, ${bound("rolled_until")})`)}
      + ${single(sql`o.phenomenon_at < ${bound("kept_from")}`)}
    )::int8 as n`,
  )
  return rows[0]!.n
}
