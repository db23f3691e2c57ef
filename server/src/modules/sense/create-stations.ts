import type { AreaRef, Bilingual, LonLat, Station } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { World } from "../../platform/world/index.ts"
import type { Catalogue } from "./domain/catalogue.ts"
import { senseErrors } from "./errors.ts"
import { putDatastream, putSensor, putThing } from "./store/catalogue-store.ts"

export interface NewStation {
  readonly id: string
  readonly kind: Station["kind"]
  readonly name: Bilingual
  readonly at: LonLat
  readonly area: AreaRef
  readonly datastreams: readonly { readonly id: string; readonly property: string }[]
}

const system = { role: "system" } as const

/** Creates the stations that are not there yet, with one instrument for each kind. Those that are there stay as they are. */
export async function createStations(world: World, catalogue: Catalogue, stations: readonly NewStation[]): Promise<void> {
  const known = new Set([...catalogue.things.values()].map(({ key }) => key))
  const fresh = stations.filter(({ id }) => !known.has(id))
  if (fresh.length === 0) return
  const properties = new Map([...catalogue.properties.values()].map((property) => [property.id, property.number]))
  const sensors = new Map([...catalogue.sensors.values()].map((sensor) => [sensor.key, sensor.number]))

  await world.transact(async (tx) => {
    for (const kind of new Set(fresh.map((station) => station.kind))) {
      if (sensors.has(kind)) continue
      const number = await putSensor(tx.db, {
        key: kind,
        name: kind,
        description: kind,
        encodingType: "text/html",
        metadata: kind,
      })
      sensors.set(kind, number!)
    }
    for (const { id, kind, name, at, area, datastreams } of fresh) {
      const thing = await putThing(tx.db, { key: id, kind, name, at, area, createdAt: tx.now })
      for (const datastream of datastreams) {
        const property = properties.get(datastream.property)
        if (property === undefined) throw senseErrors.PROPERTY_NOT_IN_REGISTER({ property: datastream.property })
        const sensor = sensors.get(kind)!
        const number = await putDatastream(tx.db, { key: datastream.id, thing: thing!, sensor, property, createdAt: tx.now })
        if (number === undefined) throw senseErrors.KEY_TAKEN({ key: datastream.id })
      }
    }
    tx.record({
      module: "sense",
      verb: "create-stations",
      record: newId(),
      actor: system,
      retention: "permanent",
      body: { stations: fresh.map(({ id }) => id) },
    })
  })
}
