import type { AreaRef, Bilingual, LonLat, ObservedProperty } from "@holdfast/contracts"

/** Everything that is measured here. Numbers are the ids of SensorThings; keys are the ids that people read. */
export interface Property extends Omit<ObservedProperty, "result"> {
  readonly number: number
  readonly result: ResultKind
  /** The words that a category may say. */
  readonly categories?: readonly string[] | undefined
}
export type ResultKind = ObservedProperty["result"] | "category"
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
  /** Undefined outside the city: no rule speaks for it. */
  readonly area: AreaRef | undefined
  readonly isHousehold: boolean
  /** Stands somewhere that GeoJSON can say, so that its measurements are about that place. */
  readonly isPlaced: boolean
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
/** A series whose measurements are several values at once. No rule watches it. */
export interface MultiDatastream {
  readonly number: number
  readonly thing: Thing
  readonly kinds: readonly ResultKind[]
}

/**
 * All of it in memory, by number: up to a million series that every measurement refers to, and that rarely change. One that was
 * loaded never changes; what is added makes another, which shares what was there.
 */
export interface Catalogue {
  readonly properties: ReadonlyMap<number, Property>
  readonly sensors: ReadonlyMap<number, Sensor>
  readonly things: ReadonlyMap<number, Thing>
  readonly locations: ReadonlyMap<number, Location>
  readonly datastreams: ReadonlyMap<number, Datastream>
  readonly multiDatastreams: ReadonlyMap<number, MultiDatastream>
  readonly datastreamByKey: ReadonlyMap<string, Datastream>
}
