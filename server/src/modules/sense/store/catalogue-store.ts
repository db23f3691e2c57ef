import type { AreaRef, ObservedProperty } from "@holdfast/contracts"
import { sql, type Transaction } from "kysely"
import type { Location, Sensor, Thing } from "../domain/catalogue.ts"

export { growCatalogue, loadCatalogue, type Made } from "./load-catalogue.ts"

export async function putProperty(tx: Transaction<unknown>, property: ObservedProperty): Promise<void> {
  const { id, name, unit, result, subject, keepDays, possible } = property
  await sql`
    insert into sense.observed_property (key, name_zh, name_en, definition, description_zh, description_en, unit, result, subject,
      keep_days, possible_min, possible_max)
    values (${id}, ${name["zh-CN"]}, ${name.en}, ${`urn:holdfast:property:${id}`}, ${name["zh-CN"]}, ${name.en}, ${unit}, ${result},
      ${subject}, ${keepDays ?? null}::int, ${possible?.min ?? null}::float8, ${possible?.max ?? null}::float8)
    on conflict (key) do update
    set name_zh = excluded.name_zh, name_en = excluded.name_en, unit = excluded.unit, result = excluded.result,
      subject = excluded.subject, keep_days = excluded.keep_days,
      possible_min = excluded.possible_min, possible_max = excluded.possible_max`.execute(tx)
}

/** Gives the number, or undefined when the key is taken. The other two likewise. */
export async function putSensor(tx: Transaction<unknown>, sensor: Omit<Sensor, "number">): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into sense.sensor (key, name, description, encoding_type, metadata)
    values (${sensor.key}, ${sensor.name}, ${sensor.description}, ${sensor.encodingType}, ${sensor.metadata})
    on conflict (key) do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}

export async function putThing(
  tx: Transaction<unknown>,
  thing: Pick<Thing, "key" | "kind" | "name"> & Pick<Location, "at"> & { readonly area: AreaRef; readonly createdAt: Date },
): Promise<number | undefined> {
  const { key, kind, name, area, at, createdAt } = thing
  const { rows } = await sql<{ id: number }>`
    insert into sense.thing (key, kind, name_zh, name_en, area, area_zh, area_en, created_at)
    values (${key}, ${kind}, ${name["zh-CN"]}, ${name.en}, ${area.id}, ${area.name["zh-CN"]}, ${area.name.en}, ${createdAt})
    on conflict (key) do nothing
    returning id`.execute(tx)
  if (!rows[0]) return undefined
  const thingId = rows[0].id
  const point = sql`st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326)`
  await sql`
    with place as (
      insert into sense.location (name_zh, name_en, description_zh, description_en, encoding_type, location, at)
      values (${name["zh-CN"]}, ${name.en}, ${area.name["zh-CN"]}, ${area.name.en}, 'application/geo+json',
        ${JSON.stringify({ type: "Point", coordinates: at })}::jsonb, ${point})
      returning id
    ), stands as (
      insert into sense.thing_location (thing_id, location_id) select ${thingId}::int, id from place
    ), history as (
      insert into sense.historical_location (thing_id, at) values (${thingId}::int, ${createdAt}) returning id
    )
    insert into sense.historical_location_location (historical_location_id, location_id)
    select history.id, place.id from history, place`.execute(tx)
  return thingId
}

export async function putDatastream(
  tx: Transaction<unknown>,
  datastream: { key: string; thing: number; sensor: number; property: number; createdAt: Date },
): Promise<number | undefined> {
  const { key, thing, sensor, property, createdAt } = datastream
  const { rows } = await sql<{ id: number }>`
    insert into sense.datastream (key, thing_id, sensor_id, property_id, created_at, name_zh, name_en, observation_type, unit)
    select ${key}, ${thing}::int, ${sensor}::int, ${property}::int, ${createdAt}::timestamptz,
      t.name_zh || ' · ' || p.name_zh, t.name_en || ' · ' || p.name_en,
      'http://www.opengis.net/def/observationType/OGC-OM/2.0/' || case p.result
        when 'integer' then 'OM_CountObservation' when 'boolean' then 'OM_TruthObservation' else 'OM_Measurement' end,
      jsonb_build_object('name', p.unit, 'symbol', p.unit, 'definition', 'http://unitsofmeasure.org/ucum.html#' || p.unit)
    from sense.thing t, sense.observed_property p
    where t.id = ${thing}::int and p.id = ${property}::int
    on conflict (key) do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}
