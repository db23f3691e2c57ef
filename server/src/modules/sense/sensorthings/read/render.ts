import type { Json } from "@holdfast/kernel"
import { type EntitySet, model } from "@holdfast/sensorthings"
import { type Language, wordsIn } from "@holdfast/words"
import type { ObservationDetail } from "../../domain/observation.ts"
import type { EntityRow } from "./rows.ts"

export type Entity = { [name: string]: Json }

/** How entities are written: where links lead, in which language, and which series hold truths. */
export interface Rendering {
  readonly language: Language
  link(set: EntitySet, id: number): string
  readonly isTruth: (datastream: number) => boolean
}

/** `base` is the service root without a slash at its end. */
export function rendering(base: string, language: Language, isTruth: (datastream: number) => boolean): Rendering {
  return { language, isTruth, link: (set, id) => `${base}/${set}(${id})` }
}

/** Writes one row as SensorThings has it. `shown` are the properties that were selected; without it all. */
export function renderEntity(
  rendering: Rendering,
  set: EntitySet,
  row: EntityRow,
  shown: ReadonlySet<string> | undefined,
): Entity {
  const self = rendering.link(set, row.id)
  const entity: Entity = {}
  if (!shown || shown.has("id")) entity["@iot.id"] = row.id
  if (!shown) entity["@iot.selfLink"] = self
  for (const [name, value] of Object.entries(propertiesOf(rendering, set, row))) {
    if (value !== undefined && (!shown || shown.has(name))) entity[name] = value
  }
  for (const name of Object.keys(model[set].relations)) {
    if (isOtherKind(set, name, row)) continue
    if (!shown || shown.has(name)) entity[`${name}@iot.navigationLink`] = `${self}/${name}`
  }
  return entity
}

function isOtherKind(set: EntitySet, relation: string, row: EntityRow): boolean {
  if (set !== "Observations") return false
  const isMulti = Array.isArray((row["detail"] as { result?: unknown } | null)?.result)
  return relation === (isMulti ? "Datastream" : "MultiDatastream")
}

type Properties = Record<string, Json | undefined>

export function propertiesOf(rendering: Rendering, set: EntitySet, row: EntityRow): Properties {
  const named = { name: spoken("name"), description: spoken("description") }
  const given = (row["properties"] ?? undefined) as Json | undefined
  switch (set) {
    case "Things":
      return {
        ...named,
        description: named.description || thingDescription(rendering.language, row),
        properties: thingProperties(row),
      }
    case "Locations":
      return { ...named, encodingType: text("encoding_type"), location: row["location"] as Json, properties: given }
    case "HistoricalLocations":
      return { time: time(row["at"]) }
    case "Datastreams":
      return {
        ...named,
        ...seriesProperties(),
        unitOfMeasurement: row["unit"] as Json,
        properties: { key: text("key"), ...object(given) },
      }
    case "MultiDatastreams":
      return {
        ...named,
        ...seriesProperties(),
        multiObservationDataTypes: row["data_types"] as Json,
        unitOfMeasurements: row["unit"] as Json,
        properties: { key: text("key"), ...object(given) },
      }
    case "Sensors":
      return {
        ...{ name: text("name"), description: text("description"), encodingType: text("encoding_type") },
        metadata: text("metadata"),
        properties: given,
      }
    case "ObservedProperties":
      return { ...named, definition: text("definition"), properties: propertyProperties(row, given) }
    case "Observations":
      return observationProperties(rendering, row)
    case "FeaturesOfInterest":
      return { ...named, encodingType: text("encoding_type"), feature: row["feature"] as Json, properties: given }
  }

  function text(name: string): string {
    return row[name] as string
  }
  function spoken(name: string): string {
    return row[`${name}_${rendering.language === "zh-CN" ? "zh" : "en"}`] as string
  }
  function seriesProperties(): Properties {
    return {
      observationType: text("observation_type"),
      observedArea: (row["observed_area"] ?? undefined) as Json | undefined,
      phenomenonTime: interval(row["phenomenon_from"], row["phenomenon_until"]),
      resultTime: interval(row["result_from"], row["result_until"]),
    }
  }
}

function thingDescription(language: Language, row: EntityRow): string {
  return wordsIn(language)(`sense:kinds.${row["kind"] as string}`)
}

function thingProperties(row: EntityRow): Json {
  const { key, kind, area, mobility, is_household } = row
  return {
    ...({ key, kind } as Record<string, Json>),
    ...(area ? { area: area as Json } : {}),
    ...(mobility === "fixed" ? {} : { mobility: mobility as Json }),
    ...(is_household ? { household: true } : {}),
    ...object((row["properties"] ?? undefined) as Json | undefined),
  }
}

function propertyProperties(row: EntityRow, given: Json | undefined): Json {
  const { key, unit, result, subject } = row
  return { ...({ key, result, subject } as Record<string, Json>), ...(unit ? { unit: unit as Json } : {}), ...object(given) }
}

function observationProperties(rendering: Rendering, row: EntityRow): Properties {
  const detail = (row["detail"] ?? {}) as ObservationDetail
  const value = row["result"] as number | null
  const truth = value !== null && rendering.isTruth(row["datastream_id"] as number)
  return {
    phenomenonTime: row["phenomenon_until"]
      ? interval(row["phenomenon_at"], row["phenomenon_until"])
      : time(row["phenomenon_at"]),
    resultTime: row["result_at"] ? time(row["result_at"]) : null,
    result: detail.result ?? (truth ? value === 1 : value),
    resultQuality: detail.resultQuality,
    validTime: detail.validTime && detail.validTime.join("/"),
    parameters: detail.parameters,
  }
}

function time(at: unknown): string {
  return (at as Date).toISOString()
}

function interval(from: unknown, until: unknown): string | undefined {
  return from && until ? `${time(from)}/${time(until)}` : undefined
}

function object(given: Json | undefined): Record<string, Json> {
  return given && typeof given === "object" && !Array.isArray(given) ? (given as Record<string, Json>) : {}
}
