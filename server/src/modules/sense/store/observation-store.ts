import { type Kysely, sql, type Transaction } from "kysely"
import { type Engine, insertBulk } from "../../../platform/db/index.ts"
import type { Batch } from "../batch.ts"
import { NO_RESULT_TIME, type Observation, type ObservationDetail } from "../domain/observation.ts"
import type { Point } from "../domain/points.ts"

export interface StoredObservation extends Observation {
  readonly id: number
}

/** As many ids are given from memory before the next block is asked for; the sequence steps by this. */
export const ID_BLOCK = 100_000

interface Row {
  id: number
  datastream_id: number
  phenomenon_at: Date
  result_at: Date | null
  result: number | null
  phenomenon_until: Date | null
  feature_id: number | null
  detail: ObservationDetail | null
}

/** The first id of a block of `ID_BLOCK` that nobody else has. */
export async function takeIds(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ first: number }>`select nextval('sense.observation_id_block') as first`.execute(db)
  return rows[0]!.first
}

/** A month, such as `2026-07`, in UTC. */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7)
}

/** The months of some times. Nearly all of a batch lie in one, so it is not asked of the calendar for each. */
export function monthsOf(atMs: ArrayLike<number>, places: Int32Array): Set<string> {
  const months = new Set<string>()
  let [fromMs, untilMs] = [0, 0]
  for (const place of places) {
    const ms = atMs[place]!
    if (ms >= fromMs && ms < untilMs) continue
    const at = new Date(ms)
    fromMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
    untilMs = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1)
    months.add(monthOf(ms))
  }
  return months
}

/** The tables that are kept month by month, so that old months go as a whole. */
export type MonthlyTable = "observation" | "rollup_minute" | "rollup_hour"

/** Makes the table of a month, when it is not there yet. Gives nothing back; doing it twice is harmless. */
export async function ensureMonth(tx: Transaction<unknown>, month: string, of: MonthlyTable = "observation"): Promise<void> {
  const { from, until } = spanOf(month)
  await sql`
    create table if not exists ${tableOf(month, of)}
    partition of ${sql.table(`sense.${of}`)}
    for values from (${sql.lit(from.toISOString())}) to (${sql.lit(until.toISOString())})`.execute(tx)
}

/** The months that have a table, oldest first. */
export async function listMonths(db: Kysely<unknown>, of: MonthlyTable = "observation"): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname::text as name
    from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${`sense.${of}`}::regclass
    order by c.relname`.execute(db)
  return rows.map(({ name }) => name.replace(/^\w+_(\d{4})_(\d{2})$/, "$1-$2"))
}

/** Gives up a month with all that it holds; of measurements also how many there were. */
export async function dropMonth(tx: Transaction<unknown>, month: string, of: MonthlyTable = "observation"): Promise<void> {
  await sql`drop table ${tableOf(month, of)}`.execute(tx)
  if (of !== "observation") return
  const { from, until } = spanOf(month)
  await sql`delete from sense.observation_tally where hour >= ${from}::timestamptz and hour < ${until}::timestamptz`.execute(tx)
}

function tableOf(month: string, of: MonthlyTable) {
  return sql.ref(`sense.${of}_${month.replace("-", "_")}`)
}

/** Brings the index of time up to what was stored since; what it does not know yet is read whole by whoever asks for a time. */
export async function summarizeTimes(db: Kysely<unknown>): Promise<void> {
  await sql`
    select brin_summarize_new_values(inhrelid::regclass) from pg_inherits
    where inhparent = 'sense.observation_time'::regclass`.execute(db)
}

/** The measurements of everybody in a span of time. */
export function between(from: Date, until: Date) {
  return sql`phenomenon_at >= ${from}::timestamptz and phenomenon_at < ${until}::timestamptz`
}

/** From when a month lasts, and until when. */
export function spanOf(month: string): { readonly from: Date; readonly until: Date } {
  const from = new Date(`${month}-01T00:00:00Z`)
  return { from, until: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)) }
}

/** Stores those at `places` of a batch. */
export async function insertObservations(
  tx: Transaction<unknown>,
  engine: Pick<Engine, "bulk">,
  batch: Batch,
  places: Int32Array,
): Promise<void> {
  const { rich } = batch
  const hasMore = (place: number) => rich.has(place) && isRich(rich.get(place)!)
  const plain = rich.size === 0 ? places : places.filter((place) => !hasMore(place))
  if (plain.length < places.length)
    await insertRich(
      tx,
      Array.from(places.filter(hasMore), (place) => batch.at(place)),
    )
  await insertPlain(tx, engine, batch, plain)
}

function isRich({ untilMs, detail }: Pick<Observation, "untilMs" | "detail">): boolean {
  return untilMs !== undefined || detail !== undefined
}

async function insertPlain(
  tx: Transaction<unknown>,
  engine: Pick<Engine, "bulk">,
  batch: Batch,
  places: Int32Array,
): Promise<void> {
  const columns = batch.columns(places)
  await insertBulk(tx, engine, {
    table: "sense.observation",
    columns: [
      { name: "id", type: "int8", values: columns.ids },
      { name: "datastream_id", type: "int4", values: columns.datastreams },
      { name: "phenomenon_at", type: "timestamptz", values: columns.atMs },
      { name: "result_at", type: "timestamptz", values: columns.resultAtMs, none: NO_RESULT_TIME },
      { name: "result", type: "float8", values: columns.results },
      { name: "feature_id", type: "int4", values: columns.features, none: 0 },
    ],
  })
}

/** Those that have more than a time and a number: few, or all of a station that is broken. */
async function insertRich(tx: Transaction<unknown>, rows: readonly StoredObservation[]): Promise<void> {
  const time = (ms: number | undefined) => (ms === undefined || ms === NO_RESULT_TIME ? null : new Date(ms))
  await sql`
    insert into sense.observation
      (id, datastream_id, phenomenon_at, result_at, result, phenomenon_until, feature_id, detail)
    select id, datastream_id, phenomenon_at, result_at, result, phenomenon_until, feature_id, detail::jsonb
    from unnest(
      ${rows.map(({ id }) => id)}::int8[],
      ${rows.map(({ datastream }) => datastream)}::int4[],
      ${rows.map(({ atMs }) => time(atMs))}::timestamptz[],
      ${rows.map(({ resultAtMs }) => time(resultAtMs))}::timestamptz[],
      ${rows.map(({ value }) => value)}::float8[],
      ${rows.map(({ untilMs }) => time(untilMs))}::timestamptz[],
      ${rows.map(({ feature }) => feature ?? null)}::int4[],
      ${rows.map(({ detail }) => (detail ? JSON.stringify(detail) : null))}::text[]
    ) as given (id, datastream_id, phenomenon_at, result_at, result, phenomenon_until, feature_id, detail)`.execute(tx)
}

/** Gives a stored measurement its corrected result; its id and times stay. What it was part of is rolled up again. */
export async function correctObservation(tx: Transaction<unknown>, row: StoredObservation): Promise<void> {
  await sql`
    with corrected as (
      update sense.observation
      set result = ${row.value}::float8, detail = ${row.detail ? JSON.stringify(row.detail) : null}::jsonb
      where datastream_id = ${row.datastream} and phenomenon_at = ${new Date(row.atMs)}::timestamptz and id = ${row.id}
      returning datastream_id, date_bin('1 hour', phenomenon_at, 'epoch') as hour
    )
    insert into sense.rollup_due (datastream_id, hour)
    select datastream_id, hour from corrected where hour < (select marked_until from sense.rollup_state)
    on conflict do nothing`.execute(tx)
}

/** Those of the given measurements whose times are stored, the end of an interval too, with the stored result. */
export async function findStored(db: Kysely<unknown>, asked: readonly Observation[]): Promise<StoredObservation[]> {
  const { rows } = await sql<Row>`
    select o.id, o.datastream_id, o.phenomenon_at, o.result_at, o.result, o.phenomenon_until, o.feature_id, o.detail
    from unnest(
      ${asked.map(({ datastream }) => datastream)}::int[],
      ${asked.map(({ atMs }) => atMs)}::float8[],
      ${asked.map(({ resultAtMs }) => resultAtMs)}::float8[],
      ${asked.map(({ untilMs }) => untilMs ?? null)}::float8[]
    ) as a (datastream_id, at_ms, result_at_ms, until_ms)
    join sense.observation o
      on o.datastream_id = a.datastream_id
      and o.phenomenon_at = to_timestamp(a.at_ms / 1000.0)::timestamptz(3)
      and coalesce(o.result_at, to_timestamp(${NO_RESULT_TIME / 1000}::float8)::timestamptz(3))
        = to_timestamp(a.result_at_ms / 1000.0)::timestamptz(3)
      and o.phenomenon_until is not distinct from to_timestamp(a.until_ms / 1000.0)::timestamptz(3)`.execute(db)
  return rows.map(toStored)
}

/** The newest of a series. */
export interface Recent {
  readonly points: readonly Point[]
  /** Some of them were measured over intervals. */
  readonly hasIntervals: boolean
}

/** Datastreams in one question: the embedded database answers nothing else meanwhile, and has a limit for each. */
const DATASTREAMS_PER_QUESTION = 500

/**
 * For each datastream its newest measurement, and those since a time of its own, at most `max`. Most of a million series may have
 * sent nothing yet: whether one has is seen from its days, and from what is not rolled up, without a look into every month.
 */
export async function listRecent(
  db: Kysely<unknown>,
  asked: readonly { readonly datastream: number; readonly fromMs: number }[],
  max: number,
): Promise<Map<number, Recent>> {
  const found = new Map<number, { points: Point[]; hasIntervals: boolean }>()
  const chunks = [...Map.groupBy(asked, ({ fromMs }) => fromMs).values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / DATASTREAMS_PER_QUESTION) }, (_, i) =>
      alike.slice(i * DATASTREAMS_PER_QUESTION, (i + 1) * DATASTREAMS_PER_QUESTION),
    ),
  )
  for (const some of chunks) {
    // Said as one value, so that only the months that it concerns are looked into.
    const from = sql`${new Date(some[0]!.fromMs)}::timestamptz`
    const { rows } = await sql<Point & { datastream: number; isInterval: boolean }>`
      select o.id, a.datastream_id as datastream,
        (extract(epoch from o.phenomenon_at) * 1000)::float8 as "atMs",
        coalesce((extract(epoch from o.result_at) * 1000)::float8, ${NO_RESULT_TIME}::float8) as "resultAtMs",
        o.result as value, o.phenomenon_until is not null as "isInterval"
      from unnest(${some.map(({ datastream }) => datastream)}::int[]) as a (datastream_id)
      cross join lateral (
        (select x.id, x.phenomenon_at, x.phenomenon_until, x.result_at, x.result from sense.observation x
          where x.datastream_id = a.datastream_id and x.phenomenon_at < ${from}
          order by x.phenomenon_at desc limit 1)
        union all
        (select x.id, x.phenomenon_at, x.phenomenon_until, x.result_at, x.result from sense.observation x
          where x.datastream_id = a.datastream_id and x.phenomenon_at >= ${from}
          order by x.phenomenon_at desc limit ${max}::int)
      ) o
      where exists (select from sense.rollup_day r where r.datastream_id = a.datastream_id)
        or exists (select from sense.rollup_due d where d.datastream_id = a.datastream_id)
        or exists (
          select from sense.observation s
          where s.datastream_id = a.datastream_id and s.phenomenon_at >= (select rolled_until from sense.rollup_state))`.execute(
      db,
    )
    for (const { datastream, isInterval, ...point } of rows) {
      const own = found.get(datastream) ?? { points: [], hasIntervals: false }
      own.points.push(point)
      own.hasIntervals ||= isInterval
      found.set(datastream, own)
    }
  }
  return found
}

function toStored(row: Row): StoredObservation {
  return {
    id: row.id,
    datastream: row.datastream_id,
    atMs: row.phenomenon_at.getTime(),
    resultAtMs: row.result_at?.getTime() ?? NO_RESULT_TIME,
    value: row.result,
    untilMs: row.phenomenon_until?.getTime(),
    feature: row.feature_id ?? undefined,
    detail: row.detail ?? undefined,
  }
}

export interface ObservationPage {
  /** Only this datastream's. */
  readonly datastream?: number | undefined
  readonly order: { readonly by: "id" | "phenomenonTime"; readonly descending: boolean }
  /** Goes on after this one, in the same order. */
  readonly after?: { readonly id: number; readonly atMs: number } | undefined
  readonly skip: number
  readonly limit: number
  readonly fromMs?: number
  readonly untilMs?: number
}

export async function listObservations(db: Kysely<unknown>, page: ObservationPage): Promise<StoredObservation[]> {
  const { by, descending } = page.order
  const after = page.after
  const sign = sql.raw(descending ? "<" : ">")
  const direction = sql.raw(descending ? "desc" : "asc")
  const { rows } = await sql<Row>`
    select id, datastream_id, phenomenon_at, result_at, result, phenomenon_until, feature_id, detail
    from sense.observation
    where true
    ${page.datastream === undefined ? sql`` : sql`and datastream_id = ${page.datastream}`}
    ${page.fromMs === undefined ? sql`` : sql`and phenomenon_at >= ${new Date(page.fromMs)}::timestamptz`}
    ${page.untilMs === undefined ? sql`` : sql`and phenomenon_at <= ${new Date(page.untilMs)}::timestamptz`}
    ${!after ? sql`` : by === "id" ? sql`and id ${sign} ${after.id}::int8` : sql`and (phenomenon_at, id) ${sign} (${new Date(after.atMs)}::timestamptz, ${after.id}::int8)`}
    order by ${by === "id" ? sql`id ${direction}` : sql`phenomenon_at ${direction}, id ${direction}`}
    limit ${page.limit}::int offset ${page.skip}::int`.execute(db)
  return rows.map(toStored)
}
