import type { AreaRef, LonLat } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import { z } from "zod"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { senseErrors } from "../errors.ts"
import { putDatastream, putSensor, putThing } from "../store/catalogue-store.ts"
import { messageInvalid } from "./observation-body.ts"
import type { EntitySet } from "./path.ts"
import { observationTypeOf } from "./render.ts"

/** What may be a station. Whatever is not here is refused: homes, people, and anything that moves. */
export const thingKinds = ["rain-gauge", "river-gauge", "air-station", "gas-alarm", "smoke-alarm"] as const

const Text = z.string().trim().min(1).max(200)
const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const Link = z.strictObject({ "@iot.id": z.int().positive() })
const Point = z.strictObject({
  type: z.literal("Point"),
  coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
})

/** A Thing comes with its one place, because it never gets another. */
const ThingBody = z.strictObject({
  name: Text,
  description: z.string().max(500),
  properties: z.strictObject({ kind: z.string().max(64), key: Key.optional() }),
  Locations: z.tuple([
    z.strictObject({
      name: Text,
      description: z.string().max(500),
      encodingType: z.enum(["application/geo+json", "application/vnd.geo+json"]),
      location: Point,
    }),
  ]),
})

const SensorBody = z.strictObject({
  name: Text,
  description: z.string().max(500),
  encodingType: z.enum(["application/pdf", "http://www.opengis.net/doc/IS/SensorML/2.0", "text/html"]),
  metadata: z.string().max(2_000),
})

const DatastreamBody = z.strictObject({
  name: Text,
  description: z.string().max(500),
  observationType: z.string().max(200),
  unitOfMeasurement: z.strictObject({ name: z.string().max(64), symbol: z.string().max(16), definition: z.string().max(200) }),
  properties: z.strictObject({ key: Key.optional() }).optional(),
  Thing: Link,
  Sensor: Link,
  ObservedProperty: Link,
})

interface Creating {
  readonly world: World
  readonly catalogue: Catalogue
  readonly actor: Actor
  readonly areaOf: (at: LonLat) => AreaRef | undefined
}

/**
 * Creates a Thing with its Location, a Sensor, or a Datastream. Gives its number. Observed properties come from the packs, and a
 * Location only with its Thing: both are refused with `SENSE_CREATE_REFUSED`.
 */
export async function createEntity(creating: Creating, set: EntitySet, given: unknown): Promise<number> {
  const key = newId()
  const { world, actor } = creating
  const create = async () => {
    switch (set) {
      case "Things":
        return prepareThing(creating, read(ThingBody, given), key)
      case "Sensors": {
        const sensor = read(SensorBody, given)
        return { key, put: (tx: Parameters<typeof putSensor>[0]) => putSensor(tx, { key, ...sensor }) }
      }
      case "Datastreams":
        return prepareDatastream(creating, read(DatastreamBody, given), key)
      case "Locations":
      case "ObservedProperties":
      case "Observations":
        throw senseErrors.CREATE_REFUSED({ set })
    }
  }
  const prepared = await create()
  return world.transact(async (tx) => {
    const number = await prepared.put(tx.db, tx.now)
    if (number === undefined) throw senseErrors.KEY_TAKEN({ key: prepared.key })
    tx.record({
      module: "sense",
      verb: `create-${set === "Things" ? "thing" : set === "Sensors" ? "sensor" : "datastream"}`,
      record: newId(),
      actor,
      retention: "staff-action",
      body: { number, key: prepared.key },
    })
    return number
  })
}

function prepareThing({ areaOf }: Creating, { name, properties, Locations }: z.infer<typeof ThingBody>, unnamed: string) {
  const { kind, key = unnamed } = properties
  if (!(thingKinds as readonly string[]).includes(kind)) throw senseErrors.KIND_REFUSED({ kind, kinds: thingKinds.join(", ") })
  const at = Locations[0].location.coordinates
  const area = areaOf(at)
  if (!area) throw senseErrors.PLACE_REFUSED({ at: at.join(" ") })
  const names = { "zh-CN": name, en: name }
  return {
    key,
    put: (tx: Parameters<typeof putThing>[0], createdAt: Date) => putThing(tx, { key, kind, name: names, at, area, createdAt }),
  }
}

function prepareDatastream({ catalogue }: Creating, body: z.infer<typeof DatastreamBody>, unnamed: string) {
  const key = body.properties?.key ?? unnamed
  const [thing, sensor, number] = [body.Thing, body.Sensor, body.ObservedProperty].map((link) => link["@iot.id"]) as [
    number,
    number,
    number,
  ]
  const property = catalogue.properties.get(number)
  if (!property) throw senseErrors.PROPERTY_NOT_IN_REGISTER({ property: number })
  if (!catalogue.things.has(thing)) throw senseErrors.ENTITY_NOT_FOUND({ path: `Things(${thing})` })
  if (!catalogue.sensors.has(sensor)) throw senseErrors.ENTITY_NOT_FOUND({ path: `Sensors(${sensor})` })
  const { symbol } = body.unitOfMeasurement
  if (symbol !== property.unit) throw senseErrors.UNIT_REFUSED({ unit: symbol, expected: property.unit })
  const type = observationTypeOf(property)
  // Above all no type whose results are words.
  if (body.observationType !== type) {
    throw senseErrors.RESULT_REFUSED({ value: body.observationType, property: property.id, rule: type })
  }
  return {
    key,
    put: (tx: Parameters<typeof putDatastream>[0], createdAt: Date) =>
      putDatastream(tx, { key, thing, sensor, property: number, createdAt }),
  }
}

function read<T extends z.ZodType>(schema: T, given: unknown): z.infer<T> {
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw messageInvalid(given, parsed.error)
  return parsed.data
}
