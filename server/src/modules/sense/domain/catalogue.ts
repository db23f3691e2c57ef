import type { AreaRef, Bilingual, LonLat, ObservedProperty } from "@holdfast/contracts"

/** Everything that is measured here. Numbers are the ids of SensorThings; keys are the ids that people read. */
export interface Property extends ObservedProperty {
  readonly number: number
}
export interface Sensor {
  readonly number: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly encodingType: string
  readonly metadata: string
}
export interface Thing {
  readonly number: number
  readonly key: string
  readonly kind: string
  readonly name: Bilingual
  readonly area: AreaRef
}
export interface Location {
  readonly number: number
  readonly thing: Thing
  readonly at: LonLat
}
export interface Datastream {
  readonly number: number
  readonly key: string
  readonly thing: Thing
  readonly sensor: Sensor
  readonly property: Property
  readonly createdAt: Date
}

/** All of it in memory: some ten thousand rows that every measurement refers to, and that rarely change. By number. */
export interface Catalogue {
  readonly properties: ReadonlyMap<number, Property>
  readonly sensors: ReadonlyMap<number, Sensor>
  readonly things: ReadonlyMap<number, Thing>
  readonly locations: ReadonlyMap<number, Location>
  readonly datastreams: ReadonlyMap<number, Datastream>
  readonly datastreamByKey: ReadonlyMap<string, Datastream>
}
