import type { AreaRef } from "@holdfast/contracts"
import type { EntitySet } from "@holdfast/sensorthings"
import { type Kysely, type RawBuilder, sql } from "kysely"
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
import { LayeredMap } from "../domain/layered-map.ts"

type Sql = RawBuilder<unknown>

/** Rows in one question: the embedded database answers nothing else meanwhile, and a million at once would fill the memory. */
const PAGE = 20_000

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
    keep_days: number | null
    possible_min: number | null
    possible_max: number | null
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
  multi: { id: number; thing_id: number; kinds: ResultKind[] }
}

const NOTHING: Catalogue = {
  ...{ properties: new Map(), sensors: new Map(), things: new Map(), locations: new Map(), datastreams: new Map() },
  ...{ multiDatastreams: new Map(), datastreamByKey: new Map() },
}

/** Entities by their sets. */
export type Made = readonly { readonly set: EntitySet; readonly id: number }[]

/** Everything that is measured here. */
export function loadCatalogue(db: Kysely<unknown>): Promise<Catalogue> {
  return grow(db, NOTHING, undefined)
}

/** `base` with what was made since; what was made may not have altered anything else. */
export function growCatalogue(db: Kysely<unknown>, base: Catalogue, made: Made): Promise<Catalogue> {
  return grow(db, base, made)
}

async function grow(db: Kysely<unknown>, base: Catalogue, made: Made | undefined): Promise<Catalogue> {
  const same = new Same()
  const idsOf = (...sets: EntitySet[]) => made?.filter(({ set }) => sets.includes(set)).map(({ id }) => id)
  const newProperties = await readAll<Rows["property"]>(
    db,
    idsOf("ObservedProperties"),
    (which) => sql`
    select id, key, name_zh, name_en, coalesce(unit, '') as unit, result, subject, categories, keep_days, possible_min, possible_max
    from sense.observed_property where ${which(sql`id`)}`,
  )
  const properties = added(base.properties, newProperties.map(toProperty))
  const newSensors = await readAll<Rows["sensor"]>(
    db,
    idsOf("Sensors"),
    (which) => sql`
    select id, key, name, description, encoding_type, metadata from sense.sensor where ${which(sql`id`)}`,
  )
  const sensors = added(base.sensors, newSensors.map(toSensor))
  const newThings = await readAll<Rows["thing"]>(
    db,
    idsOf("Things"),
    (which) => sql`
    select id, key, kind, name_zh, name_en, area, area_zh, area_en, is_household, exists (
      select 1 from sense.thing_location tl join sense.location l on l.id = tl.location_id
      where tl.thing_id = thing.id and l.at is not null) as is_placed
    from sense.thing where ${which(sql`id`)}`,
  )
  const things = added(
    base.things,
    newThings.map((row) => toThing(row, same)),
  )
  const newLocations = await readAll<Rows["location"]>(
    db,
    idsOf("Locations"),
    (which) => sql`
    select l.id, min(tl.thing_id) as thing_id, st_x(l.at) as lon, st_y(l.at) as lat
    from sense.location l join sense.thing_location tl on tl.location_id = l.id
    where ${which(sql`l.id`)} and geometrytype(l.at) = 'POINT'
    group by l.id`,
  )
  const locations = added(
    base.locations,
    newLocations.map((row): Location => ({ number: row.id, thing: things.get(row.thing_id)!, at: [row.lon, row.lat] })),
  )
  const newDatastreams = await readAll<Rows["datastream"]>(
    db,
    idsOf("Datastreams"),
    (which) => sql`
    select id, key, thing_id, sensor_id, property_id, created_at from sense.datastream
    where not is_multi and ${which(sql`id`)}`,
  )
  const fresh = newDatastreams.map(
    (row): Datastream => ({
      number: row.id,
      key: row.key,
      thing: things.get(row.thing_id)!,
      sensor: sensors.get(row.sensor_id)!,
      property: properties.get(row.property_id)!,
      createdAt: same.time(row.created_at),
    }),
  )
  const newMulti = await readAll<Rows["multi"]>(
    db,
    idsOf("MultiDatastreams"),
    (which) => sql`
    select d.id, d.thing_id, array_agg(p.result order by m.rank) as kinds
    from sense.datastream d
    join sense.multi_datastream_property m on m.datastream_id = d.id
    join sense.observed_property p on p.id = m.property_id
    where ${which(sql`d.id`)}
    group by d.id`,
  )
  const several = newMulti.map((row): MultiDatastream => ({ number: row.id, thing: things.get(row.thing_id)!, kinds: row.kinds }))
  return {
    ...{ properties, sensors, things, locations },
    datastreams: added(base.datastreams, fresh),
    multiDatastreams: added(base.multiDatastreams, several),
    datastreamByKey: LayeredMap.with(
      base.datastreamByKey,
      fresh.map((datastream) => [datastream.key, datastream] as const),
    ),
  }
}

/** All rows of a question, or those of some ids, page after page. */
async function readAll<Row extends { readonly id: number }>(
  db: Kysely<unknown>,
  ids: readonly number[] | undefined,
  question: (which: (id: Sql) => Sql) => Sql,
): Promise<Row[]> {
  const all: Row[] = []
  if (ids?.length === 0) return all
  for (let last = 0; ; ) {
    const which = (id: Sql) => sql`${id} > ${last}::int and ${ids ? sql`${id} = any(${ids}::int[])` : sql`true`}`
    const { rows } = await (sql`${question(which)} order by id limit ${PAGE}::int` as RawBuilder<Row>).execute(db)
    for (const row of rows) all.push(row)
    if (rows.length < PAGE) return all
    last = rows.at(-1)!.id
  }
}

/** One object for what many have alike: a city has few areas, and a million series are created in few moments. */
class Same {
  readonly #areas = new Map<string, AreaRef>()
  readonly #times = new Map<number, Date>()
  readonly #texts = new Map<string, string>()

  area({ area: id, area_zh, area_en }: Rows["thing"]): AreaRef | undefined {
    if (id === null) return undefined
    // Names change with the map of the city, so those of older Things may differ.
    const key = `${id} ${area_zh} ${area_en}`
    const area = this.#areas.get(key) ?? { id, name: { "zh-CN": area_zh, en: area_en } }
    this.#areas.set(key, area)
    return area
  }
  time(at: Date): Date {
    const known = this.#times.get(at.getTime())
    if (!known) this.#times.set(at.getTime(), at)
    return known ?? at
  }
  text(text: string): string {
    const known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, text)
    return known ?? text
  }
}

function added<T extends { readonly number: number }>(base: ReadonlyMap<number, T>, rows: readonly T[]): ReadonlyMap<number, T> {
  return LayeredMap.with(
    base,
    rows.map((row) => [row.number, row] as const),
  )
}

function toProperty(row: Rows["property"]): Property {
  return {
    number: row.id,
    id: row.key,
    name: { "zh-CN": row.name_zh, en: row.name_en },
    unit: row.unit,
    result: row.result as ResultKind,
    categories: row.categories ?? undefined,
    keepDays: row.keep_days ?? undefined,
    possible: row.possible_min === null ? undefined : { min: row.possible_min, max: row.possible_max! },
    subject: row.subject as Property["subject"],
  }
}

function toSensor({ id, key, name, description, encoding_type, metadata }: Rows["sensor"]): Sensor {
  return { number: id, key, name, description, encodingType: encoding_type, metadata }
}

function toThing(row: Rows["thing"], same: Same): Thing {
  return {
    number: row.id,
    key: row.key,
    kind: same.text(row.kind),
    name: { "zh-CN": row.name_zh, en: row.name_en },
    area: same.area(row),
    isHousehold: row.is_household,
    isPlaced: row.is_placed,
  }
}
