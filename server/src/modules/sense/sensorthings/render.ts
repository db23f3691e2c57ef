import type { Json } from "@holdfast/kernel"
import { type Language, wordsIn } from "@holdfast/words"
import type { Catalogue, Datastream, Location, Property, Sensor, Thing } from "../domain/catalogue.ts"
import type { StoredObservation } from "../store/observation-store.ts"
import { type EntitySet, relations } from "./path.ts"

export type Entity = { [name: string]: Json }

const observationTypes = {
  number: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
  integer: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation",
  boolean: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation",
} as const
/** UCUM codes are spelled out under this prefix. */
const UCUM = "http://unitsofmeasure.org/ucum.html#"

export function observationTypeOf(property: Property): string {
  return observationTypes[property.result]
}

/** Writes entities as SensorThings has them, in the reader's language. `base` is the service root without a slash at its end. */
export class Renderer {
  readonly #base: string
  readonly #language: Language

  constructor(base: string, language: Language) {
    this.#base = base
    this.#language = language
  }

  link(set: EntitySet, id: number): string {
    return `${this.#base}/${set}(${id})`
  }

  set(set: EntitySet): string {
    return this.at(set)
  }
  at(path: string): string {
    return `${this.#base}/${path}`
  }

  thing({ number, key, kind, name, area }: Thing): Entity {
    const kinds = wordsIn(this.#language)(`sense:kinds.${kind}`)
    return this.#entity("Things", number, {
      name: name[this.#language],
      description: `${kinds} · ${area.name[this.#language]}`,
      properties: { key, kind, area: area.id },
    })
  }

  location({ number, thing, at }: Location): Entity {
    return this.#entity("Locations", number, {
      name: thing.name[this.#language],
      description: thing.area.name[this.#language],
      encodingType: "application/geo+json",
      location: { type: "Point", coordinates: [...at] },
    })
  }

  datastream({ number, key, thing, property }: Datastream): Entity {
    const name = `${thing.name[this.#language]} · ${property.name[this.#language]}`
    return this.#entity("Datastreams", number, {
      name,
      description: name,
      observationType: observationTypeOf(property),
      unitOfMeasurement: { name: property.unit, symbol: property.unit, definition: `${UCUM}${property.unit}` },
      properties: { key },
    })
  }

  sensor({ number, name, description, encodingType, metadata }: Sensor): Entity {
    return this.#entity("Sensors", number, { name, description, encodingType, metadata })
  }

  property({ number, id, name }: Property): Entity {
    const title = name[this.#language]
    return this.#entity("ObservedProperties", number, {
      name: title,
      definition: `urn:holdfast:property:${id}`,
      description: title,
    })
  }

  observation({ id, datastream, atMs, resultAtMs, value }: StoredObservation, catalogue: Catalogue): Entity {
    const truth = catalogue.datastreams.get(datastream)?.property.result === "boolean"
    return this.#entity("Observations", id, {
      phenomenonTime: new Date(atMs).toISOString(),
      resultTime: new Date(resultAtMs).toISOString(),
      result: truth && value !== null ? value === 1 : value,
    })
  }

  #entity(set: EntitySet, id: number, content: Entity): Entity {
    const self = this.link(set, id)
    const links = Object.keys(relations[set]).map((name): [string, string] => [`${name}@iot.navigationLink`, `${self}/${name}`])
    return { "@iot.id": id, "@iot.selfLink": self, ...content, ...Object.fromEntries(links) }
  }
}
