import { senseErrors } from "../errors.ts"

export const entitySets = ["Things", "Locations", "Datastreams", "Sensors", "ObservedProperties", "Observations"] as const
export type EntitySet = (typeof entitySets)[number]

/** The navigation properties of each set: where they lead, and whether to one or to many. */
export const relations: Readonly<
  Record<EntitySet, Readonly<Record<string, { readonly set: EntitySet; readonly many: boolean }>>>
> = {
  Things: { Locations: { set: "Locations", many: true }, Datastreams: { set: "Datastreams", many: true } },
  Locations: { Things: { set: "Things", many: true } },
  Datastreams: {
    Thing: { set: "Things", many: false },
    Sensor: { set: "Sensors", many: false },
    ObservedProperty: { set: "ObservedProperties", many: false },
    Observations: { set: "Observations", many: true },
  },
  Sensors: { Datastreams: { set: "Datastreams", many: true } },
  ObservedProperties: { Datastreams: { set: "Datastreams", many: true } },
  Observations: { Datastream: { set: "Datastreams", many: false } },
}

/** `Set`, `Set(1)`, or `Set(1)/Navigation`: what of SensorThings paths is served here. */
export type EntityPath =
  | { readonly kind: "set"; readonly set: EntitySet }
  | { readonly kind: "entity"; readonly set: EntitySet; readonly id: number }
  | { readonly kind: "navigation"; readonly set: EntitySet; readonly id: number; readonly name: string }

const PATH = /^([A-Za-z]{1,40})(?:\((\d{1,15})\)(?:\/([A-Za-z]{1,40}))?)?\/?$/

/** Reads the part of an address after the version. Throws `SENSE_ENTITY_NOT_FOUND`. */
export function parsePath(path: string): EntityPath {
  const [, set, id, name] = PATH.exec(path) ?? []
  if (!set || !isSet(set)) throw notFound(path)
  if (id === undefined) return { kind: "set", set }
  if (name === undefined) return { kind: "entity", set, id: Number(id) }
  if (!Object.hasOwn(relations[set], name)) throw notFound(path)
  return { kind: "navigation", set, id: Number(id), name }
}

export function notFound(path: string) {
  return senseErrors.ENTITY_NOT_FOUND({ path: path.slice(0, 120) })
}

function isSet(name: string): name is EntitySet {
  return (entitySets as readonly string[]).includes(name)
}
