import pg from "pg"

/** How far apart a series measures. */
const EVERY_MS = 600_000
const HOUR_MS = 3_600_000
/** What one statement stores. */
const ROWS_PER_STATEMENT = 2_000_000

export interface Scale {
  readonly series: number
  readonly observations: number
  /** The newest measurement is from then. */
  readonly until: Date
}

/**
 * Fills a migrated PostgreSQL with a city of many series that each measured every ten minutes: written in the order of time, as it
 * would have come, with its counts. What it comes to is left to the server to roll up. Indexes are made at the end, because the
 * database would otherwise be busy with them for hours. Gives the number of the first series; the others follow.
 */
export async function fillScale(url: string, { series, observations, until }: Scale): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" })
  await client.connect()
  try {
    const first = await makeSeries(client, series)
    const perSeries = Math.ceil(observations / series)
    const startMs = Math.floor(until.getTime() / EVERY_MS) * EVERY_MS - (perSeries - 1) * EVERY_MS
    await makeMonths(client, startMs, until.getTime())
    const indexes = await client.query<{ name: string; definition: string }>(
      `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = 'sense.observation'::regclass`,
    )
    for (const { name } of indexes.rows) await client.query(`drop index sense.${name}`)
    const stepsAtOnce = Math.max(1, Math.floor(ROWS_PER_STATEMENT / series))
    for (let step = 0; step < perSeries; step += stepsAtOnce) {
      const last = Math.min(perSeries, step + stepsAtOnce) - 1
      // A series has its own moment within the ten minutes, so that few meet.
      await client.query(
        `insert into sense.observation (id, datastream_id, phenomenon_at, result_at, result)
         select 1000000000 + s::int8 * $1 + d, $2::int + d, at, at, 10 + sin(s / 20.0 + d) + (d::int8 * 7919 + s::int8 * 104729) % 1000 / 1000.0::float8
         from generate_series($3::int, $4::int) s,
           lateral (select d, to_timestamp(($5::float8 + s::float8 * ${EVERY_MS} + (d::int8 * 7919) % ${EVERY_MS}) / 1000.0) as at
             from generate_series(0, $1::int - 1) d order by at) moments`,
        [series, first, step, last, startMs - EVERY_MS],
      )
    }
    for (const { definition } of indexes.rows) await client.query(definition.replace(" ON ONLY ", " ON "))
    await client.query(`insert into sense.observation_tally (hour, n)
      select date_bin('1 hour', phenomenon_at, 'epoch'), count(*) from sense.observation where id >= 1000000000 group by 1`)
    // Rolled up by the server from the beginning, as after an upgrade.
    await client.query("truncate sense.rollup_minute, sense.rollup_hour, sense.rollup_day, sense.rollup_due")
    await client.query("update sense.rollup_state set marked_until = raw_from, rolled_until = raw_from")
    await client.query("vacuum (analyze) sense.observation")
    await client.query("analyze sense.datastream")
    return first
  } finally {
    await client.end()
  }
}

/** Waits until the server has rolled up everything up to an hour ago. Gives the seconds that it took. */
export async function waitForRollUps(url: string, until: Date): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const startedMs = performance.now()
  try {
    for (;;) {
      const { rows } = await client.query<{ done: boolean }>("select rolled_until >= $1 as done from sense.rollup_state", [
        new Date(until.getTime() - 2 * HOUR_MS),
      ])
      if (rows[0]!.done) break
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    await client.query("vacuum (analyze) sense.rollup_hour")
    return (performance.now() - startedMs) / 1000
  } finally {
    await client.end()
  }
}

/** Ten series on a Thing, which stand outside the city: no rule watches them, so that reading alone is measured. */
async function makeSeries(client: pg.Client, series: number): Promise<number> {
  await client.query(`
    insert into sense.observed_property (key, name_zh, name_en, definition, unit, result, subject)
    values ('scale', '规模', 'Scale', 'urn:holdfast:property:scale', 'm', 'number', 'place')`)
  await client.query(`
    insert into sense.sensor (key, name, description, encoding_type, metadata) values ('scale', 'scale', '', 'text/html', '')`)
  const things = Math.ceil(series / 10)
  await client.query(
    `insert into sense.thing (key, kind, name_zh, name_en, created_at)
     select 'scale-' || i, 'rain-gauge', '站 ' || i, 'Station ' || i, now() from generate_series(1, $1::int) i`,
    [things],
  )
  const { rows } = await client.query<{ first: number }>(
    `with made as (
       insert into sense.datastream (key, thing_id, sensor_id, property_id, created_at, name_zh, name_en, observation_type, unit)
       select 'scale-' || i, t.id, s.id, p.id, now(), '序列 ' || i, 'Series ' || i,
         'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement', '{"name":"metre","symbol":"m","definition":"ucum:m"}'
       from generate_series(1, $1::int) i
       join sense.thing t on t.key = 'scale-' || (i - 1) / 10 + 1
       cross join (select id from sense.sensor where key = 'scale') s
       cross join (select id from sense.observed_property where key = 'scale') p
       order by i
       returning id)
     select min(id) as first from made`,
    [series],
  )
  return rows[0]!.first
}

async function makeMonths(client: pg.Client, fromMs: number, untilMs: number): Promise<void> {
  const at = new Date(fromMs)
  for (let month = Date.UTC(at.getUTCFullYear(), at.getUTCMonth()); month <= untilMs; ) {
    const from = new Date(month)
    month = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1)
    const name = `sense.observation_${from.toISOString().slice(0, 7).replace("-", "_")}`
    await client.query(`create table if not exists ${name} partition of sense.observation
      for values from ('${from.toISOString()}') to ('${new Date(month).toISOString()}')`)
  }
}

/** What the database takes on the disk, such as "12 GB". */
export async function sizeOfDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ size: string }>("select pg_size_pretty(pg_database_size(current_database())) as size")
    return rows[0]!.size
  } finally {
    await client.end()
  }
}
