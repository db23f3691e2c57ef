import { brokenValues, type EntitySet, model } from "@holdfast/sensorthings"
import { sql } from "kysely"
import type { ResultKind } from "../../domain/catalogue.ts"
import { senseErrors } from "../../errors.ts"
import type { ObservationBody } from "../observation-body.ts"
import { tableOf } from "../read/index.ts"
import { refuse } from "../refuse.ts"
import { columnsOf, instant } from "./columns.ts"
import type { Given } from "./given.ts"
import { moveThing, standAt } from "./places.ts"
import { insertRow, requireAll, type Writing } from "./writing.ts"

/** Links that the place in the body implies: the entity around it. */
export type Implied = Readonly<Record<string, number>>

/**
 * Makes an entity with everything inside it: what it needs first, then itself, then what hangs from it. Gives its id; a measurement
 * has none yet and is put into `writing.measurements`. Throws `SENSE_MESSAGE_INVALID` and what the rights refuse; then nothing is
 * made, because the transaction fails.
 */
export async function insertEntity(writing: Writing, given: Given, implied: Implied = {}, field = ""): Promise<number> {
  const { set } = given
  const { relations } = model[set]
  const one = new Map<string, number>(Object.entries(implied))
  for (const [name, relation] of Object.entries(relations)) {
    if (relation.many) continue
    const ids = await related(writing, given, name, {}, field)
    if (ids.length === 0) continue
    // The address and the body must agree (check 41).
    const said = one.get(name)
    if (said !== undefined && said !== ids[0]) throw refuse(pathOf(field, name), ids[0], "as-address", { id: said })
    one.set(name, ids[0]!)
  }
  if (set === "Observations") {
    addMeasurement(writing, given, one, field)
    return 0
  }
  const id = await insertOne(writing, given, one, field)
  writing.touched.push({ set, id })
  for (const [name, relation] of Object.entries(relations)) {
    if (!relation.many || (set === "MultiDatastreams" && name === "ObservedProperties")) continue
    const { inverse } = relation
    const inverseIsOne = !model[relation.set].relations[inverse]!.many
    const made = await related(writing, given, name, inverseIsOne ? { [inverse]: id } : {}, field)
    if (inverseIsOne) await adopt(writing, relation.set, inverse, id, given.links.get(name) ?? [], pathOf(field, name))
    else if (made.length > 0) await linkMany(writing, set, name, id, made)
  }
  return id
}

/** The ids of what a relation names, made where it is written out. */
async function related(writing: Writing, given: Given, name: string, implied: Implied, field: string): Promise<number[]> {
  const relation = model[given.set].relations[name]!
  const links = given.links.get(name) ?? []
  if (links.length > 0) await requireAll(writing.tx, relation.set, links, pathOf(field, name))
  const made: number[] = []
  for (const [i, inner] of (given.inline.get(name) ?? []).entries()) {
    made.push(await insertEntity(writing, inner, implied, pathOf(field, relation.many ? `${name}/${i}` : name)))
  }
  return [...links, ...made]
}

async function insertOne(writing: Writing, given: Given, one: ReadonlyMap<string, number>, field: string): Promise<number> {
  const { set } = given
  if (set === "Observations") throw new Error("measurements are stored by the ingest")
  const columns = columnsOf(given, "create")
  switch (set) {
    case "Things":
      return keyed(writing, set, { ...columns, created_at: writing.now })
    case "ObservedProperties":
      return keyed(writing, set, columns)
    case "Datastreams":
    case "MultiDatastreams": {
      const properties = set === "MultiDatastreams" ? await related(writing, given, "ObservedProperties", {}, field) : []
      const types = given.properties["multiObservationDataTypes"] as readonly unknown[] | undefined
      if (types && properties.length !== types.length) {
        throw refuse(pathOf(field, "ObservedProperties"), properties.length, "properties-for-values", { length: types.length })
      }
      const id = await keyed(writing, set, {
        ...columns,
        thing_id: one.get("Thing"),
        sensor_id: one.get("Sensor"),
        property_id: one.get("ObservedProperty"),
        created_at: writing.now,
      })
      if (properties.length > 0) {
        await sql`
          insert into sense.multi_datastream_property (datastream_id, rank, property_id)
          select ${id}::int, rank, property from unnest(${properties}::int[]) with ordinality as p (property, rank)`.execute(
          writing.tx,
        )
      } else {
        await refuseOtherKind(writing, id, pathOf(field, "observationType"))
      }
      return id
    }
    case "HistoricalLocations":
      return insertRow(writing.tx, set, { ...columns, thing_id: one.get("Thing") })
    case "Locations":
    case "Sensors":
    case "FeaturesOfInterest":
      return insertRow(writing.tx, set, columns)
  }
}

async function keyed(writing: Writing, set: EntitySet, columns: Readonly<Record<string, unknown>>): Promise<number> {
  const { rows } = await sql`select 1 from ${tableOf(set)} where key = ${columns["key"] as string}`.execute(writing.tx)
  if (rows.length > 0) throw senseErrors.KEY_TAKEN({ key: columns["key"] as string })
  return insertRow(writing.tx, set, columns)
}

/** The register says what a property's results are; a series cannot say otherwise, nor in another unit. */
async function refuseOtherKind(writing: Writing, datastream: number, field: string): Promise<void> {
  const { rows } = await sql<{ type: string; kind: ResultKind; symbol: string | null; unit: string | null; key: string }>`
    select d.observation_type as type, p.result as kind, d.unit ->> 'symbol' as symbol, p.unit, p.key
    from sense.datastream d join sense.observed_property p on p.id = d.property_id
    where d.id = ${datastream}`.execute(writing.tx)
  const { type, kind, symbol, unit, key } = rows[0]!
  const fits =
    type.endsWith("OM_Observation") ||
    (kind === "number" && type.endsWith("OM_Measurement")) ||
    (kind === "number" && type.endsWith("OM_CountObservation")) ||
    (kind === "integer" && type.endsWith("OM_CountObservation")) ||
    (kind === "boolean" && type.endsWith("OM_TruthObservation")) ||
    (kind === "category" && type.endsWith("OM_CategoryObservation"))
  if (!fits) throw senseErrors.RESULT_REFUSED({ value: type, property: key, ...brokenValues(`result-${kind}`) })
  if (unit !== null && symbol !== unit) throw senseErrors.UNIT_REFUSED({ unit: symbol ?? field, expected: unit })
}

/** Hangs what exists below another entity: only what refers to one can be moved so. */
async function adopt(
  writing: Writing,
  set: EntitySet,
  inverse: string,
  parent: number,
  ids: readonly number[],
  field: string,
): Promise<void> {
  if (ids.length === 0) return
  const column = { Thing: "thing_id", Sensor: "sensor_id", ObservedProperty: "property_id" }[inverse]
  if (set === "Observations" || column === undefined) throw refuse(field, ids[0], "measurements-stay")
  const { tx } = writing
  await sql`update ${tableOf(set)} set ${sql.ref(column)} = ${parent} where id = any(${ids}::int[])`.execute(tx)
}

/** Links entities of which each may have many of the other. */
export async function linkMany(
  writing: Writing,
  set: EntitySet,
  relation: string,
  id: number,
  others: readonly number[],
): Promise<void> {
  const { tx } = writing
  switch (`${set}/${relation}`) {
    case "Things/Locations": {
      const { rows } = await sql<{ encoding: string }>`
        select encoding_type as encoding from sense.location where id = any(${others}::int[])`.execute(tx)
      if (new Set(rows.map(({ encoding }) => encoding)).size < rows.length) {
        throw refuse("Locations", others.join(", "), "place-per-encoding")
      }
      return moveThing(writing, id, others)
    }
    case "Locations/Things":
      for (const thing of others) await moveThing(writing, thing, [id])
      return
    case "HistoricalLocations/Locations":
      return rewriteHistory(writing, id, others)
    case "Locations/HistoricalLocations":
      for (const history of others) await rewriteHistory(writing, history, [id])
      return
    default:
      throw refuse(relation, others[0], "relation-to-link")
  }
}

/** A history that is newer than any other says where the Thing stands now (check 37). */
async function rewriteHistory(writing: Writing, history: number, places: readonly number[]): Promise<void> {
  const { tx } = writing
  await sql`
    insert into sense.historical_location_location (historical_location_id, location_id)
    select ${history}::int, unnest(${places}::int[]) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ thing: number; is_newest: boolean }>`
    select h.thing_id as thing, not exists (
      select 1 from sense.historical_location later where later.thing_id = h.thing_id and later.at > h.at) as is_newest
    from sense.historical_location h where h.id = ${history}`.execute(tx)
  const { thing, is_newest } = rows[0]!
  if (is_newest) await standAt(writing, thing, places)
}

/** A measurement waits for the ingest, which tells doubles, runs the rules, and gives the id. */
function addMeasurement(writing: Writing, given: Given, one: ReadonlyMap<string, number>, field: string): void {
  const datastream = one.get("Datastream") ?? one.get("MultiDatastream")
  if (datastream === undefined) throw refuse(pathOf(field, "Datastream"), "", "required")
  for (const name of ["phenomenonTime", "resultTime"]) {
    const time = given.properties[name]
    if (typeof time === "string" && name === "resultTime") instant(pathOf(field, name), time)
  }
  const body = given.properties as ObservationBody
  writing.measurements.push({ datastream, feature: one.get("FeatureOfInterest"), body, field })
}

export function pathOf(field: string, name: string): string {
  return field === "" ? name : `${field}/${name}`
}
