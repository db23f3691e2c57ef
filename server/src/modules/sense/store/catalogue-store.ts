import type { AreaRef, ObservedProperty } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type {
  Catalogue,
  Datastream,
  Location,
  MultiDatastream,
  Property,
  ResultKind,
  Sensor,
  Thing,
} from "../domain/catalogue.ts"

interface Rows {
  property: {
    id: number
    key: string
    name_zh: string
    name_en: string
    unit: string
    result: string
    subject: string
    categories: string[] | null
  }
  sensor: { id: number; key: string; name: string; description: string; encoding_type: string; metadata: string }
  thing: {
    id: number
    key: string
    kind: string
    name_zh: string
    name_en: string
    area: string | null
    area_zh: string
    area_en: string
    is_household: boolean
    is_placed: boolean
  }
  location: { id: number; thing_id: number; lon: number; lat: number }
  datastream: { id: number; key: string; thing_id: number; sensor_id: number; property_id: number; created_at: Date }
}

export async function loadCatalogue(db: Kysely<unknown>): Promise<Catalogue> {
  const { rows: propertyRows } = await sql<Rows["property"]>`
    select id, key, name_zh, name_en, coalesce(unit, '') as unit, result, subject, categories from sense.observed_property order by id`.execute(
    db,
  )
  const { rows: sensorRows } = await sql<Rows["sensor"]>`
    select id, key, name, description, encoding_type, metadata from sense.sensor order by id`.execute(db)
  const { rows: thingRows } = await sql<Rows["thing"]>`
    select id, key, kind, name_zh, name_en, area, area_zh, area_en, is_household, exists (
      select 1 from sense.thing_location tl join sense.location l on l.id = tl.location_id
      where tl.thing_id = thing.id and l.at is not null) as is_placed
    from sense.thing order by id`.execute(db)
  const { rows: locationRows } = await sql<Rows["location"]>`
    select l.id, tl.thing_id, st_x(l.at) as lon, st_y(l.at) as lat
    from sense.thing_location tl
    join sense.location l on l.id = tl.location_id
    where geometrytype(l.at) = 'POINT'
    order by l.id`.execute(db)
  const { rows: datastreamRows } = await sql<Rows["datastream"]>`
    select id, key, thing_id, sensor_id, property_id, created_at from sense.datastream
    where not is_multi order by id`.execute(db)
  const { rows: multiRows } = await sql<{ id: number; thing_id: number; kinds: ResultKind[] }>`
    select d.id, d.thing_id, array_agg(p.result order by m.rank) as kinds
    from sense.datastream d
    join sense.multi_datastream_property m on m.datastream_id = d.id
    join sense.observed_property p on p.id = m.property_id
    group by d.id`.execute(db)

  const properties = byNumber(propertyRows.map(toProperty))
  const sensors = byNumber(
    sensorRows.map(({ id, encoding_type, ...rest }) => ({ ...rest, number: id, encodingType: encoding_type })),
  )
  const things = byNumber(thingRows.map(toThing))
  const locations = byNumber(
    locationRows.map((row): Location => ({ number: row.id, thing: things.get(row.thing_id)!, at: [row.lon, row.lat] })),
  )
  const datastreams = byNumber(
    datastreamRows.map(
      (row): Datastream => ({
        number: row.id,
        key: row.key,
        thing: things.get(row.thing_id)!,
        sensor: sensors.get(row.sensor_id)!,
        property: properties.get(row.property_id)!,
        createdAt: row.created_at,
      }),
    ),
  )
  const multiDatastreams = byNumber(
    multiRows.map((row): MultiDatastream => ({ number: row.id, thing: things.get(row.thing_id)!, kinds: row.kinds })),
  )
  const datastreamByKey = new Map([...datastreams.values()].map((datastream) => [datastream.key, datastream]))
  return { properties, sensors, things, locations, datastreams, multiDatastreams, datastreamByKey }
}

export async function putProperty(tx: Transaction<unknown>, property: ObservedProperty): Promise<void> {
  const { id, name, unit, result, subject } = property
  await sql`
    insert into sense.observed_property (key, name_zh, name_en, definition, description_zh, description_en, unit, result, subject)
    values (${id}, ${name["zh-CN"]}, ${name.en}, ${`urn:holdfast:property:${id}`}, ${name["zh-CN"]}, ${name.en}, ${unit}, ${result},
      ${subject})
    on conflict (key) do update
    set name_zh = excluded.name_zh, name_en = excluded.name_en, unit = excluded.unit, result = excluded.result,
      subject = excluded.subject`.execute(tx)
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

function byNumber<T extends { readonly number: number }>(rows: readonly T[]): Map<number, T> {
  return new Map(rows.map((row) => [row.number, row]))
}

function toProperty(row: Rows["property"]): Property {
  return {
    number: row.id,
    id: row.key,
    name: { "zh-CN": row.name_zh, en: row.name_en },
    unit: row.unit,
    result: row.result as ResultKind,
    categories: row.categories ?? undefined,
    subject: row.subject as Property["subject"],
  }
}

function toThing(row: Rows["thing"]): Thing {
  return {
    number: row.id,
    key: row.key,
    kind: row.kind,
    name: { "zh-CN": row.name_zh, en: row.name_en },
    area: row.area === null ? undefined : { id: row.area, name: { "zh-CN": row.area_zh, en: row.area_en } },
    isHousehold: row.is_household,
    isPlaced: row.is_placed,
  }
}
