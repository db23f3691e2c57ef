import { type Json, newId } from "@holdfast/kernel"
import type { EntitySet } from "@holdfast/sensorthings"
import { sql } from "kysely"
import { refuse } from "../refuse.ts"
import { findGeometry, geometrySql } from "./geometry.ts"
import type { Given, Purpose } from "./given.ts"
import { isObject } from "./given.ts"
import { refusePersons, thingRights } from "./rights.ts"
import { json } from "./writing.ts"

type Columns = Record<string, unknown>

const KEY = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/
const ENCODINGS_OF_SENSORS = 200
const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
/** The results that series may hold. `OM_Observation`, which may be anything, holds numbers and truths here: free text is off. */
export const observationTypes = {
  [`${OM}OM_Measurement`]: "number",
  [`${OM}OM_CountObservation`]: "integer",
  [`${OM}OM_TruthObservation`]: "boolean",
  [`${OM}OM_CategoryObservation`]: "category",
  [`${OM}OM_Observation`]: "number",
} as const
const OBSERVATION_TYPES = Object.keys(observationTypes).join(", ")
export const COMPLEX_OBSERVATION = `${OM}OM_ComplexObservation`

/** The columns that the properties of an entity stand in. Of what was not given nothing is said, unless all is replaced. */
export function columnsOf({ set, properties }: Given, purpose: Purpose): Columns {
  for (const name of ["name", "description", "properties"]) refusePersons(name, properties[name])
  const columns = named(set, properties)
  const own = properties["properties"]
  if (set !== "Things" && own !== undefined) columns["properties"] = json(withoutKey(set, own))
  switch (set) {
    case "Things":
      return { ...columns, ...thingColumns(own, purpose) }
    case "Locations":
      return { ...columns, ...placeColumns("location", properties) }
    case "FeaturesOfInterest":
      return { ...columns, ...placeColumns("feature", properties) }
    case "HistoricalLocations":
      return properties["time"] === undefined ? columns : { at: instant("time", properties["time"]!) }
    case "Sensors":
      return { ...columns, ...sensorColumns(properties, purpose) }
    case "ObservedProperties":
      return { ...columns, ...propertyColumns(properties, purpose) }
    case "Datastreams":
      return { ...columns, ...seriesColumns(own, properties, purpose), unit: unitOf(properties["unitOfMeasurement"]) }
    case "MultiDatastreams":
      return { ...columns, ...multiColumns(own, properties, purpose) }
    case "Observations":
      throw new Error("measurements are stored by the ingest")
  }
}

/** What a client writes stands in both languages. */
function named(set: EntitySet, { name, description }: Given["properties"]): Columns {
  if (set === "Observations" || set === "HistoricalLocations") return {}
  if (set === "Sensors") return { name: name as unknown, description: description as unknown }
  return { name_zh: name, name_en: name, description_zh: description, description_en: description }
}

function thingColumns(own: Json | undefined, purpose: Purpose): Columns {
  if (own === undefined && purpose === "change") return {}
  const { kind, key, area: _area, mobility: _mobility, household: _household, ...rest } = isObject(own) ? own : {}
  if (kind === undefined && purpose === "change") return { properties: json(Object.keys(rest).length > 0 ? rest : null) }
  const rights = thingRights(typeof kind === "string" ? kind : "station")
  return {
    kind: rights.kind,
    mobility: rights.mobility,
    is_household: rights.isHousehold,
    ...(purpose === "create" ? { key: keyOf(key) } : {}),
    properties: json(Object.keys(rest).length > 0 ? rest : null),
  }
}

function placeColumns(name: "location" | "feature", properties: Given["properties"]): Columns {
  const encodingType = properties["encodingType"] as string | undefined
  const given = properties[name]
  if (given === undefined) return encodingType === undefined ? {} : { encoding_type: encodingType }
  const geometry = findGeometry(encodingType, name, given)
  return { encoding_type: encodingType, [name]: json(given), at: geometrySql(geometry) }
}

function sensorColumns({ encodingType, metadata }: Given["properties"], purpose: Purpose): Columns {
  if (typeof encodingType === "string" && encodingType.length > ENCODINGS_OF_SENSORS) {
    throw refuse("encodingType", encodingType, "at-most-characters", { max: ENCODINGS_OF_SENSORS })
  }
  const text = metadata === undefined || typeof metadata === "string" ? metadata : JSON.stringify(metadata)
  return { encoding_type: encodingType, metadata: text, ...(purpose === "create" ? { key: newId() } : {}) }
}

/** A property that a client registers is a number about a thing; unit and kind of result may be said in `properties`. */
function propertyColumns({ definition, properties: own }: Given["properties"], purpose: Purpose): Columns {
  refusePersons("definition", definition)
  if (purpose !== "create") return { definition }
  const { result = "number", subject = "thing", unit, key } = isObject(own) ? own : {}
  if (!["number", "integer", "boolean"].includes(result as string))
    throw refuse("properties/result", result, "one-of", { known: "number, integer, boolean" })
  if (subject !== "thing" && subject !== "place") throw refuse("properties/subject", subject, "one-of", { known: "thing, place" })
  if (unit !== undefined && (typeof unit !== "string" || unit.length > 16))
    throw refuse("properties/unit", unit, "text", { max: 16 })
  return { definition, key: keyOf(key), result, subject, unit: unit ?? null }
}

function seriesColumns(own: Json | undefined, { observationType }: Given["properties"], purpose: Purpose): Columns {
  if (observationType !== undefined && !Object.hasOwn(observationTypes, observationType as string)) {
    throw refuse("observationType", observationType, "observation-type", { known: OBSERVATION_TYPES })
  }
  return {
    observation_type: observationType,
    ...(purpose === "create" ? { key: keyOf(isObject(own) ? own["key"] : undefined) } : {}),
  }
}

const VALUES_MAX = 50
const UNIT_TEXT_MAX = 200

function multiColumns(own: Json | undefined, properties: Given["properties"], purpose: Purpose): Columns {
  const { observationType, multiObservationDataTypes: types, unitOfMeasurements: units } = properties
  if (observationType !== undefined && observationType !== COMPLEX_OBSERVATION) {
    throw refuse("observationType", observationType, "one-of", { known: COMPLEX_OBSERVATION })
  }
  if (types !== undefined) {
    const isList = Array.isArray(types) && types.length > 0 && types.length <= VALUES_MAX
    if (!isList || !types.every((type) => typeof type === "string" && Object.hasOwn(observationTypes, type))) {
      throw refuse("multiObservationDataTypes", types, "observation-types", { max: VALUES_MAX, known: OBSERVATION_TYPES })
    }
    const { length } = types
    if (!Array.isArray(units) || units.length !== length)
      throw refuse("unitOfMeasurements", units, "units-for-values", { length })
    for (const unit of units) unitOf(unit)
  }
  return {
    observation_type: observationType,
    data_types: types === undefined ? undefined : sql`${types as string[]}::text[]`,
    unit: units === undefined ? undefined : json(units),
    ...(purpose === "create" ? { key: keyOf(isObject(own) ? own["key"] : undefined), is_multi: true } : {}),
  }
}

function unitOf(unit: Json | undefined): unknown {
  if (unit === undefined) return undefined
  if (!isObject(unit)) throw refuse("unitOfMeasurement", unit, "unit-object")
  const { name = null, symbol = null, definition = null, ...rest } = unit
  const [more] = Object.keys(rest)
  if (more !== undefined) throw refuse(`unitOfMeasurement/${more}`, rest[more], "unit-object")
  for (const part of [name, symbol, definition]) {
    if (part !== null && (typeof part !== "string" || part.length > UNIT_TEXT_MAX))
      throw refuse("unitOfMeasurement", part, "text-or-null", { max: UNIT_TEXT_MAX })
  }
  return json({ name, symbol, definition })
}

function withoutKey(set: EntitySet, own: Json): Json {
  if ((set !== "Datastreams" && set !== "MultiDatastreams") || !isObject(own)) return own
  const { key: _key, ...rest } = own
  return rest as Json
}

function keyOf(key: unknown): string {
  if (key === undefined) return newId()
  if (typeof key !== "string" || !KEY.test(key)) throw refuse("properties/key", key, "key")
  return key
}

/** An instant with its zone. */
export function instant(field: string, value: Json): Date {
  const at = typeof value === "string" && /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(value) ? new Date(value) : new Date(Number.NaN)
  if (Number.isNaN(at.getTime())) throw refuse(field, value, "time")
  return at
}
