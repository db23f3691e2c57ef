import { type Kysely, sql, type Transaction } from "kysely"
import { datastreamKey, type NewDevice } from "../domain/device-rows.ts"

type Tx = Transaction<unknown>

/** The key of the first thing or series that is there already; undefined when all are free. */
export async function findTaken(tx: Tx, devices: readonly NewDevice[]): Promise<string | undefined> {
  const keys = devices.map(({ key }) => key)
  const series = devices.flatMap(({ key, measures }) => measures.map((property) => datastreamKey(key, property)))
  const { rows } = await sql<{ key: string }>`
    select key from sense.thing where key = any(${keys}::text[])
    union all select key from sense.datastream where key = any(${series}::text[])
    limit 1`.execute(tx)
  return rows[0]?.key
}

/**
 * Puts up devices: each a Thing at its Location with one instrument and a Datastream for each property. A statement for each
 * table, whatever their number. Things and series hang together by key, places and instruments by the key in `properties`.
 */
export async function putDevices(
  tx: Tx,
  { id, devices, now }: { readonly id: string; readonly devices: readonly NewDevice[]; readonly now: Date },
): Promise<void> {
  const given = JSON.stringify(
    devices.map(({ key, kind, name, at, area, model, serial }, rank) => ({
      ...{ rank, key, kind, zh: name["zh-CN"], en: name.en, lon: at[0], lat: at[1] },
      ...{ area: area.id, area_zh: area.name["zh-CN"], area_en: area.name.en, model: model || kind, serial },
    })),
  )
  const rows = sql`jsonb_to_recordset(${given}::jsonb) as d (rank int, key text, kind text, zh text, en text, lon float8, lat float8,
    area text, area_zh text, area_en text, model text, serial text)`
  await sql`
    insert into sense.thing (key, kind, name_zh, name_en, area, area_zh, area_en, created_at)
    select key, kind, zh, en, area, area_zh, area_en, ${now}::timestamptz from ${rows} order by rank`.execute(tx)
  await sql`
    insert into sense.imported_thing (import_id, thing_id)
    select ${id}::uuid, t.id from ${rows} join sense.thing t on t.key = d.key`.execute(tx)
  await sql`
    insert into sense.location (name_zh, name_en, description_zh, description_en, encoding_type, location, at, properties)
    select zh, en, area_zh, area_en, 'application/geo+json',
      jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lon, lat)),
      st_setsrid(st_makepoint(lon, lat), 4326), jsonb_build_object('import', ${id}::text, 'device', key)
    from ${rows} order by rank`.execute(tx)
  const places = sql`
    sense.location l join sense.thing t on t.key = l.properties ->> 'device' where l.properties ->> 'import' = ${id}::text`
  await sql`insert into sense.thing_location (thing_id, location_id) select t.id, l.id from ${places}`.execute(tx)
  await sql`
    with history as (
      insert into sense.historical_location (thing_id, at)
      select thing_id, ${now}::timestamptz from sense.imported_thing where import_id = ${id}::uuid
      returning id, thing_id
    )
    insert into sense.historical_location_location (historical_location_id, location_id)
    select h.id, tl.location_id from history h join sense.thing_location tl on tl.thing_id = h.thing_id`.execute(tx)
  await sql`
    insert into sense.sensor (key, name, description, encoding_type, metadata, properties)
    select gen_random_uuid()::text, model, kind, 'text/html', model,
      jsonb_build_object('import', ${id}::text, 'device', key, 'serial', nullif(serial, ''))
    from ${rows} order by rank`.execute(tx)
  const sensors = sql`
    sense.sensor s join sense.thing t on t.key = s.properties ->> 'device' where s.properties ->> 'import' = ${id}::text`
  await sql`
    insert into sense.installed_sensor (thing_id, sensor_id, since) select t.id, s.id, ${now}::timestamptz from ${sensors}`.execute(
    tx,
  )
  const series = JSON.stringify(
    devices.flatMap(({ key, measures }) =>
      measures.map((property) => ({ device: key, property, key: datastreamKey(key, property) })),
    ),
  )
  await sql`
    insert into sense.datastream (key, thing_id, sensor_id, property_id, created_at, name_zh, name_en, observation_type, unit)
    select d.key, t.id, i.sensor_id, p.id, ${now}::timestamptz, t.name_zh || ' · ' || p.name_zh, t.name_en || ' · ' || p.name_en,
      'http://www.opengis.net/def/observationType/OGC-OM/2.0/' || case p.result
        when 'integer' then 'OM_CountObservation' when 'boolean' then 'OM_TruthObservation'
        when 'category' then 'OM_CategoryObservation' else 'OM_Measurement' end,
      jsonb_build_object('name', p.unit, 'symbol', p.unit, 'definition', 'http://unitsofmeasure.org/ucum.html#' || p.unit)
    from jsonb_to_recordset(${series}::jsonb) as d (device text, property text, key text)
    join sense.thing t on t.key = d.device
    join sense.observed_property p on p.key = d.property
    join sense.installed_sensor i on i.thing_id = t.id and i.until is null`.execute(tx)
}

/**
 * The key of a device of an import that was used since: it measured, was moved, changed, got another series or instrument, or is
 * gone. Undefined while all stand as they came.
 */
export async function findTouched(tx: Tx, id: string, made: readonly NewDevice[]): Promise<string | undefined> {
  const given = JSON.stringify(
    made.map(({ key, name, measures }) => ({ key, zh: name["zh-CN"], en: name.en, n: measures.length })),
  )
  const { rows } = await sql<{ key: string }>`
    select d.key
    from jsonb_to_recordset(${given}::jsonb) as d (key text, zh text, en text, n int)
    left join sense.thing t on t.key = d.key
      and t.id in (select thing_id from sense.imported_thing where import_id = ${id}::uuid)
    where t.id is null or t.name_zh <> d.zh or t.name_en <> d.en
      or (select count(*) from sense.datastream s where s.thing_id = t.id) <> d.n
      or (select count(*) from sense.historical_location h where h.thing_id = t.id) <> 1
      or (select count(*) from sense.installed_sensor i where i.thing_id = t.id) <> 1
      or exists (select 1 from sense.datastream s join sense.observation o on o.datastream_id = s.id where s.thing_id = t.id)
      or exists (
        select 1 from sense.thing_location own join sense.thing_location other using (location_id)
        where own.thing_id = t.id and other.thing_id <> t.id)
      or exists (
        select 1 from sense.installed_sensor i join sense.datastream s on s.sensor_id = i.sensor_id
        where i.thing_id = t.id and s.thing_id <> t.id)
    limit 1`.execute(tx)
  return rows[0]?.key
}

/** Takes back what an import made, with its places and instruments. */
export async function takeBack(tx: Tx, id: string): Promise<void> {
  const things = sql`(select thing_id from sense.imported_thing where import_id = ${id}::uuid)`
  await sql`delete from sense.datastream where thing_id in ${things}`.execute(tx)
  await sql`delete from sense.thing where id in ${things}`.execute(tx)
  await sql`delete from sense.location where properties ->> 'import' = ${id}::text`.execute(tx)
  await sql`delete from sense.sensor where properties ->> 'import' = ${id}::text`.execute(tx)
}

/** Which keys an import made that are still there. */
export async function keysOfImport(db: Kysely<unknown>, id: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select t.key from sense.imported_thing i join sense.thing t on t.id = i.thing_id
    where i.import_id = ${id}::uuid order by t.key`.execute(db)
  return rows.map(({ key }) => key)
}

export interface Instrument {
  readonly name: string
  readonly serial: string | null
  readonly since: Date | null
  readonly until: Date | null
}

/** The instruments of a thing, newest first; of one that came by another way those that its series name. */
export async function listInstruments(db: Kysely<unknown>, thing: number): Promise<Instrument[]> {
  const { rows } = await sql<Instrument>`
    select s.name, s.properties ->> 'serial' as serial, i.since, i.until
    from sense.installed_sensor i join sense.sensor s on s.id = i.sensor_id
    where i.thing_id = ${thing}
    union all
    select distinct s.name, s.properties ->> 'serial', null::timestamptz, null::timestamptz
    from sense.datastream d join sense.sensor s on s.id = d.sensor_id
    where d.thing_id = ${thing} and not exists (select 1 from sense.installed_sensor i where i.thing_id = ${thing})
    order by since desc nulls last, until desc nulls first`.execute(db)
  return rows
}

/** Puts another instrument behind all series of a thing. Those of before stay, with the time in which they measured. */
export async function changeInstrument(
  tx: Tx,
  { thing, key, model, serial, now }: { thing: number; key: string; model: string; serial: string; now: Date },
): Promise<void> {
  await sql`
    insert into sense.installed_sensor (thing_id, sensor_id, since)
    select d.thing_id, min(d.sensor_id), least(min(t.created_at), ${now}::timestamptz)
    from sense.datastream d join sense.thing t on t.id = d.thing_id
    where d.thing_id = ${thing} and not exists (select 1 from sense.installed_sensor i where i.thing_id = ${thing})
    group by d.thing_id`.execute(tx)
  await sql`
    update sense.installed_sensor set until = greatest(since, ${now}::timestamptz)
    where thing_id = ${thing} and until is null`.execute(tx)
  await sql`
    with made as (
      insert into sense.sensor (key, name, description, encoding_type, metadata, properties)
      select gen_random_uuid()::text, ${model}::text, t.kind, 'text/html', ${model}::text,
        jsonb_build_object('device', ${key}::text, 'serial', nullif(${serial}::text, ''))
      from sense.thing t where t.id = ${thing}
      returning id
    ), installed as (
      insert into sense.installed_sensor (thing_id, sensor_id, since) select ${thing}::int, id, ${now}::timestamptz from made
    )
    update sense.datastream set sensor_id = made.id from made where thing_id = ${thing}`.execute(tx)
}
