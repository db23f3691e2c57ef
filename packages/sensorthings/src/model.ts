/**
 * The information model of OGC SensorThings API 1.1 (OGC 18-088, 8 and 14.2): which entities there are, what they hold, and how
 * they hang together. Reading, writing, queries, batches, and MQTT topics are all driven by this one table.
 */
export const entitySets = [
  "Things",
  "Locations",
  "HistoricalLocations",
  "Datastreams",
  "MultiDatastreams",
  "Sensors",
  "ObservedProperties",
  "Observations",
  "FeaturesOfInterest",
] as const
export type EntitySet = (typeof entitySets)[number]

/** What a property holds. `time` is an instant or an interval; `geo` is GeoJSON where the encoding type says so. */
export type PropertyType = "text" | "json" | "instant" | "interval" | "time" | "geo" | "result"

export interface PropertyModel {
  readonly type: PropertyType
  /** Must be given when an entity is made. */
  readonly required?: true
  /** Only the server knows it: what a client says is ignored. */
  readonly computed?: true
}

export interface RelationModel {
  readonly set: EntitySet
  readonly many: boolean
  /** An entity cannot be without it. */
  readonly required?: true
  /** The same relation seen from the other side. */
  readonly inverse: string
}

export interface EntityModel {
  /** The name of one of them, as in links to one. */
  readonly entity: string
  readonly properties: Readonly<Record<string, PropertyModel>>
  readonly relations: Readonly<Record<string, RelationModel>>
}

const requiredText = { type: "text", required: true } as const
const json = { type: "json" } as const
const named = { name: requiredText, description: requiredText } as const
const observedBy = {
  name: requiredText,
  description: requiredText,
  observationType: requiredText,
  observedArea: { type: "geo", computed: true },
  phenomenonTime: { type: "interval", computed: true },
  resultTime: { type: "interval", computed: true },
  properties: json,
} as const

export const model: Readonly<Record<EntitySet, EntityModel>> = {
  Things: {
    entity: "Thing",
    properties: { ...named, properties: json },
    relations: {
      Locations: { set: "Locations", many: true, inverse: "Things" },
      HistoricalLocations: { set: "HistoricalLocations", many: true, inverse: "Thing" },
      Datastreams: { set: "Datastreams", many: true, inverse: "Thing" },
      MultiDatastreams: { set: "MultiDatastreams", many: true, inverse: "Thing" },
    },
  },
  Locations: {
    entity: "Location",
    properties: { ...named, encodingType: requiredText, location: { type: "geo", required: true }, properties: json },
    relations: {
      Things: { set: "Things", many: true, inverse: "Locations" },
      HistoricalLocations: { set: "HistoricalLocations", many: true, inverse: "Locations" },
    },
  },
  HistoricalLocations: {
    entity: "HistoricalLocation",
    properties: { time: { type: "instant", required: true } },
    relations: {
      Thing: { set: "Things", many: false, required: true, inverse: "HistoricalLocations" },
      Locations: { set: "Locations", many: true, inverse: "HistoricalLocations" },
    },
  },
  Datastreams: {
    entity: "Datastream",
    properties: { ...observedBy, unitOfMeasurement: { type: "json", required: true } },
    relations: {
      Thing: { set: "Things", many: false, required: true, inverse: "Datastreams" },
      Sensor: { set: "Sensors", many: false, required: true, inverse: "Datastreams" },
      ObservedProperty: { set: "ObservedProperties", many: false, required: true, inverse: "Datastreams" },
      Observations: { set: "Observations", many: true, inverse: "Datastream" },
    },
  },
  MultiDatastreams: {
    entity: "MultiDatastream",
    properties: {
      ...observedBy,
      multiObservationDataTypes: { type: "json", required: true },
      unitOfMeasurements: { type: "json", required: true },
    },
    relations: {
      Thing: { set: "Things", many: false, required: true, inverse: "MultiDatastreams" },
      Sensor: { set: "Sensors", many: false, required: true, inverse: "MultiDatastreams" },
      ObservedProperties: { set: "ObservedProperties", many: true, required: true, inverse: "MultiDatastreams" },
      Observations: { set: "Observations", many: true, inverse: "MultiDatastream" },
    },
  },
  Sensors: {
    entity: "Sensor",
    properties: { ...named, encodingType: requiredText, metadata: { type: "json", required: true }, properties: json },
    relations: {
      Datastreams: { set: "Datastreams", many: true, inverse: "Sensor" },
      MultiDatastreams: { set: "MultiDatastreams", many: true, inverse: "Sensor" },
    },
  },
  ObservedProperties: {
    entity: "ObservedProperty",
    properties: { ...named, definition: requiredText, properties: json },
    relations: {
      Datastreams: { set: "Datastreams", many: true, inverse: "ObservedProperty" },
      MultiDatastreams: { set: "MultiDatastreams", many: true, inverse: "ObservedProperties" },
    },
  },
  Observations: {
    entity: "Observation",
    properties: {
      phenomenonTime: { type: "time" },
      resultTime: { type: "instant" },
      result: { type: "result", required: true },
      resultQuality: json,
      validTime: { type: "interval" },
      parameters: json,
    },
    relations: {
      Datastream: { set: "Datastreams", many: false, inverse: "Observations" },
      MultiDatastream: { set: "MultiDatastreams", many: false, inverse: "Observations" },
      FeatureOfInterest: { set: "FeaturesOfInterest", many: false, inverse: "Observations" },
    },
  },
  FeaturesOfInterest: {
    entity: "FeatureOfInterest",
    properties: { ...named, encodingType: requiredText, feature: { type: "geo", required: true }, properties: json },
    relations: { Observations: { set: "Observations", many: true, inverse: "FeatureOfInterest" } },
  },
}

export function isEntitySet(name: string): name is EntitySet {
  return (entitySets as readonly string[]).includes(name)
}

/** What an entity of a set may be asked for by name: its properties, then its relations. */
export function namesOf(set: EntitySet): string[] {
  return [...Object.keys(model[set].properties), ...Object.keys(model[set].relations)]
}
