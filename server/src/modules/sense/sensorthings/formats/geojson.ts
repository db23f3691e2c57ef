import type { Json } from "@holdfast/kernel"
import { type EntitySet, emptyQuery, type Path, parsePath, type Query, Refused, target } from "@holdfast/sensorthings"
import type { Entity } from "../read/index.ts"

/** Where the geometry of an entity stands: in a property of its own, or of what it is related to. */
const geometries: Readonly<Partial<Record<EntitySet, { readonly relation?: string; readonly property: string }>>> = {
  Things: { relation: "Locations", property: "location" },
  Locations: { property: "location" },
  HistoricalLocations: { relation: "Locations", property: "location" },
  Datastreams: { property: "observedArea" },
  MultiDatastreams: { property: "observedArea" },
  Observations: { relation: "FeatureOfInterest", property: "feature" },
  FeaturesOfInterest: { property: "feature" },
}

const plainPath = (name: string): Path => ({ kind: "path", segments: [name] })

/** The query with what the geometry needs. Throws `Refused` for what has none. */
export function withGeometry(text: string, query: Query): { readonly asked: Query; readonly set: EntitySet } {
  const path = parsePath(text)
  const { set } = target(path)
  const where = geometries[set]
  if (!where || path.property || path.suffix) {
    throw new Refused("$resultFormat", "GeoJSON", "geojson-entities", { known: Object.keys(geometries).join(", ") })
  }
  const { relation, property } = where
  if (relation === undefined) {
    return { set, asked: query.select ? { ...query, select: [...query.select, plainPath(property)] } : query }
  }
  const branch = query.expand.find(({ name }) => name === relation)
  if (branch && (branch.query.select || branch.query.filter || branch.query.top !== undefined)) {
    throw new Refused("$expand", relation, "geojson-plain-expand")
  }
  const fetched = { name: relation, query: { ...emptyQuery, select: [plainPath(property)], written: new Map() } }
  return { set, asked: branch ? query : { ...query, expand: [...query.expand, fetched] } }
}

/** One entity as a Feature of RFC 7946: everything but its geometry stands in the properties. */
export function featureOf(set: EntitySet, entity: Entity, query: Query): { [name: string]: Json } {
  const { relation, property } = geometries[set]!
  const found = relation === undefined ? entity : first(entity[relation])
  const properties: Entity = { ...entity }
  if (relation === undefined) delete properties[property]
  else if (!query.expand.some(({ name }) => name === relation)) {
    for (const name of Object.keys(properties)) if (name === relation || name.startsWith(`${relation}@`)) delete properties[name]
  }
  const id = entity["@iot.id"]
  return { type: "Feature", ...(id === undefined ? {} : { id }), geometry: geometryOf(found?.[property]), properties }
}

function first(related: Json | undefined): Entity | undefined {
  return (Array.isArray(related) ? related[0] : related) as Entity | undefined
}

/** What was given in another encoding has no geometry that GeoJSON could say. */
function geometryOf(given: Json | undefined): Json {
  const value = (given as Entity | undefined)?.["type"] === "Feature" ? (given as Entity)["geometry"] : given
  return typeof value === "object" && value !== null && !Array.isArray(value) && "coordinates" in value ? value : null
}
