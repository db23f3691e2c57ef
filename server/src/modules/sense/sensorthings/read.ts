import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { senseErrors } from "../errors.ts"
import { countObservations, findObservation, listObservations, type StoredObservation } from "../store/observation-store.ts"
import { type EntityPath, type EntitySet, notFound, relations } from "./path.ts"
import { type EntityQuery, nextQuery } from "./query.ts"
import type { Entity, Renderer } from "./render.ts"

export interface Page {
  readonly value: readonly Entity[]
  readonly count?: number
  /** The query of the next page, when there is one. */
  readonly next?: string
}

/** Answers one path: an entity, or a page of them. Throws `SENSE_ENTITY_NOT_FOUND` and `SENSE_QUERY_REFUSED`. */
export async function readPath(
  { world, catalogue, renderer }: { readonly world: World; readonly catalogue: Catalogue; readonly renderer: Renderer },
  path: EntityPath,
  query: EntityQuery,
): Promise<Entity | Page> {
  const missing = () => notFound(path.kind === "set" ? path.set : `${path.set}(${path.id})`)
  if (path.kind === "set") {
    return path.set === "Observations" ? observations(undefined) : pageOfSet(catalogue, renderer, path.set, query)
  }
  if (path.set === "Observations") {
    const found = await findObservation(world.db.query, path.id)
    if (!found) throw missing()
    if (path.kind === "entity") return renderer.observation(found, catalogue)
    return renderer.datastream(catalogue.datastreams.get(found.datastream)!)
  }
  const entity = findEntity(catalogue, renderer, path.set, path.id)
  if (!entity) throw missing()
  if (path.kind === "entity") return entity
  if (relations[path.set][path.name]!.set === "Observations") return observations(path.id)
  const related = relatedTo(catalogue, renderer, path)
  return relations[path.set][path.name]!.many ? pageOf(related, (found) => found, query) : related[0]!

  async function observations(datastream: number | undefined): Promise<Page> {
    const order = query.order ?? {
      by: datastream === undefined ? ("id" as const) : ("phenomenonTime" as const),
      descending: false,
    }
    // The series of one datastream is indexed by time, all of them together by id; anything else would read everything.
    if ((datastream === undefined) !== (order.by === "id")) {
      const rule = datastream === undefined ? "Datastreams(id)/Observations?$orderby=phenomenonTime" : "phenomenonTime"
      throw senseErrors.QUERY_REFUSED({ option: "$orderby", value: order.by, rule })
    }
    const count = query.count ? await countObservations(world.db.query, datastream) : undefined
    const { skip, after, top } = query
    const rows = await listObservations(world.db.query, { datastream, order, after, skip, limit: top + 1 })
    const shown = rows.slice(0, top)
    const last: StoredObservation | undefined = rows.length > top ? shown.at(-1) : undefined
    return {
      value: shown.map((row) => renderer.observation(row, catalogue)),
      ...(count === undefined ? {} : { count }),
      ...(last ? { next: nextQuery(query, { after: { id: last.id, atMs: last.atMs } }) } : {}),
    }
  }
}

type CatalogueSet = Exclude<EntitySet, "Observations">

function pageOfSet(catalogue: Catalogue, renderer: Renderer, set: CatalogueSet, query: EntityQuery): Page {
  switch (set) {
    case "Things":
      return pageOf([...catalogue.things.values()], (thing) => renderer.thing(thing), query)
    case "Locations":
      return pageOf([...catalogue.locations.values()], (location) => renderer.location(location), query)
    case "Datastreams":
      return pageOf([...catalogue.datastreams.values()], (datastream) => renderer.datastream(datastream), query)
    case "Sensors":
      return pageOf([...catalogue.sensors.values()], (sensor) => renderer.sensor(sensor), query)
    case "ObservedProperties":
      return pageOf([...catalogue.properties.values()], (property) => renderer.property(property), query)
  }
}

/** One entity of the catalogue by its id; undefined when there is none. */
export function findEntity(catalogue: Catalogue, renderer: Renderer, set: CatalogueSet, id: number): Entity | undefined {
  const { things, locations, datastreams, sensors, properties } = catalogue
  switch (set) {
    case "Things":
      return things.has(id) ? renderer.thing(things.get(id)!) : undefined
    case "Locations":
      return locations.has(id) ? renderer.location(locations.get(id)!) : undefined
    case "Datastreams":
      return datastreams.has(id) ? renderer.datastream(datastreams.get(id)!) : undefined
    case "Sensors":
      return sensors.has(id) ? renderer.sensor(sensors.get(id)!) : undefined
    case "ObservedProperties":
      return properties.has(id) ? renderer.property(properties.get(id)!) : undefined
  }
}

function relatedTo(catalogue: Catalogue, renderer: Renderer, path: EntityPath & { kind: "navigation" }): Entity[] {
  const { set, id, name } = path
  const datastreams = [...catalogue.datastreams.values()]
  const datastream = catalogue.datastreams.get(id)
  switch (`${set}/${name}`) {
    case "Things/Locations":
      return [...catalogue.locations.values()].filter(({ thing }) => thing.number === id).map((found) => renderer.location(found))
    case "Things/Datastreams":
      return datastreams.filter(({ thing }) => thing.number === id).map((found) => renderer.datastream(found))
    case "Locations/Things":
      return [renderer.thing(catalogue.locations.get(id)!.thing)]
    case "Datastreams/Thing":
      return [renderer.thing(datastream!.thing)]
    case "Datastreams/Sensor":
      return [renderer.sensor(datastream!.sensor)]
    case "Datastreams/ObservedProperty":
      return [renderer.property(datastream!.property)]
    case "Sensors/Datastreams":
      return datastreams.filter(({ sensor }) => sensor.number === id).map((found) => renderer.datastream(found))
    case "ObservedProperties/Datastreams":
      return datastreams.filter(({ property }) => property.number === id).map((found) => renderer.datastream(found))
    default:
      throw notFound(`${set}(${id})/${name}`)
  }
}

/** These sets are in memory and only grow, so that skipping loses nothing. */
function pageOf<T>(rows: readonly T[], render: (row: T) => Entity, query: EntityQuery): Page {
  if (query.order?.by === "phenomenonTime" || query.after) {
    throw senseErrors.QUERY_REFUSED({ option: query.after ? "$skiptoken" : "$orderby", value: "phenomenonTime", rule: "id" })
  }
  const ordered = query.order?.descending ? rows.toReversed() : rows
  const end = query.skip + query.top
  return {
    value: ordered.slice(query.skip, end).map(render),
    ...(query.count ? { count: rows.length } : {}),
    ...(end < ordered.length ? { next: nextQuery(query, { skip: end }) } : {}),
  }
}
