import type { ObservedProperty } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import type { Catalogue, Datastream, Location, Property, Sensor, Thing } from "../domain/catalogue.ts"

interface Rows {
  property: { id: number; key: string; name_zh: string; name_en: string; unit: string; result: string; subject: string }
  sensor: { id: number; key: string; name: string; description: string; encoding_type: string; metadata: string }
  thing: {
    id: number
    key: string
    kind: string
    name_zh: string
    name_en: string
    area: string
    area_zh: string
    area_en: string
  }
  location: { id: number; thing_id: number; lon: number; lat: number }
  datastream: { id: number; key: string; thing_id: number; sensor_id: number; property_id: number; created_at: Date }
}

export async function loadCatalogue(db: Kysely<unknown>): Promise<Catalogue> {
  const { rows: propertyRows } = await sql<Rows["property"]>`
    select id, key, name_zh, name_en, unit, result, subject from sense.observed_property order by id`.execute(db)
  const { rows: sensorRows } = await sql<Rows["sensor"]>`
    select id, key, name, description, encoding_type, metadata from sense.sensor order by id`.execute(db)
  const { rows: thingRows } = await sql<Rows["thing"]>`
    select id, key, kind, name_zh, name_en, area, area_zh, area_en from sense.thing order by id`.execute(db)
  const { rows: locationRows } = await sql<Rows["location"]>`
    select id, thing_id, st_x(at) as lon, st_y(at) as lat from sense.location order by id`.execute(db)
  const { rows: datastreamRows } = await sql<Rows["datastream"]>`
    select id, key, thing_id, sensor_id, property_id, created_at from sense.datastream order by id`.execute(db)

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
  const datastreamByKey = new Map([...datastreams.values()].map((datastream) => [datastream.key, datastream]))
  return { properties, sensors, things, locations, datastreams, datastreamByKey }
}

export async function putProperty(tx: Transaction<unknown>, property: ObservedProperty): Promise<void> {
  const { id, name, unit, result, subject } = property
  await sql`
    insert into sense.observed_property (key, name_zh, name_en, unit, result, subject)
    values (${id}, ${name["zh-CN"]}, ${name.en}, ${unit}, ${result}, ${subject})
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
  thing: Omit<Thing, "number"> & Pick<Location, "at"> & { readonly createdAt: Date },
): Promise<number | undefined> {
  const { key, kind, name, area, at, createdAt } = thing
  const { rows } = await sql<{ id: number }>`
    insert into sense.thing (key, kind, name_zh, name_en, area, area_zh, area_en, created_at)
    values (${key}, ${kind}, ${name["zh-CN"]}, ${name.en}, ${area.id}, ${area.name["zh-CN"]}, ${area.name.en}, ${createdAt})
    on conflict (key) do nothing
    returning id`.execute(tx)
  if (!rows[0]) return undefined
  await sql`
    insert into sense.location (thing_id, at)
    values (${rows[0].id}, st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326))`.execute(tx)
  return rows[0].id
}

export async function putDatastream(
  tx: Transaction<unknown>,
  datastream: { key: string; thing: number; sensor: number; property: number; createdAt: Date },
): Promise<number | undefined> {
  const { key, thing, sensor, property, createdAt } = datastream
  const { rows } = await sql<{ id: number }>`
    insert into sense.datastream (key, thing_id, sensor_id, property_id, created_at)
    values (${key}, ${thing}, ${sensor}, ${property}, ${createdAt})
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
    result: row.result as Property["result"],
    subject: row.subject as Property["subject"],
  }
}

function toThing(row: Rows["thing"]): Thing {
  return {
    number: row.id,
    key: row.key,
    kind: row.kind,
    name: { "zh-CN": row.name_zh, en: row.name_en },
    area: { id: row.area, name: { "zh-CN": row.area_zh, en: row.area_en } },
  }
}
