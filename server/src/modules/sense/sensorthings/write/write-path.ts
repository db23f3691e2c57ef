import type { AreaRef, LonLat } from "@holdfast/contracts"
import { type Json, newId } from "@holdfast/kernel"
import { type EntitySet, emptyQuery, model, parsePath, type ResourcePath, target } from "@holdfast/sensorthings"
import jsonPatch from "fast-json-patch"
import { sql } from "kysely"
import type { Actor } from "../../../../platform/log/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import type { Catalogue } from "../../domain/catalogue.ts"
import type { Observation } from "../../domain/observation.ts"
import { senseErrors } from "../../errors.ts"
import type { Ingest } from "../../ingest.ts"
import { parseObservation } from "../observation-body.ts"
import { findRow, propertiesOf, type Reading, type Resolved, readOne, resolve } from "../read/index.ts"
import { changeEntity } from "./change-entity.ts"
import { deleteEntity } from "./delete-entity.ts"
import { type Purpose, readGiven } from "./given.ts"
import { type Implied, insertEntity, linkMany, pathOf } from "./insert-entity.ts"
import { refuse } from "./refuse.ts"
import type { NewMeasurement, Writing } from "./writing.ts"

export interface WritingPath {
  readonly world: World
  readonly ingest: Pick<Ingest, "change">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  readonly actor: Actor
  readonly reading: Reading
  /** Called with the catalogue that holds after a change. */
  readonly changed: (catalogue: Catalogue) => void
}

/** What was written: which entity, for its link. */
export interface Written {
  readonly set: EntitySet
  readonly id: number
}

/** Makes the entity of a body, with everything inside it, where an address leads. All of it or nothing. */
export async function createAt(options: WritingPath, address: string, body: unknown): Promise<Written> {
  const path = parsePath(address)
  const { set, many } = target(path)
  if (!many || path.property || path.suffix) throw refuse("path", address, "the address of a collection")
  const owner = await ownerOf(options.reading, path, address)
  const given = readGiven(set, withImplied(body, owner), "create")
  const made = await change(options, `create-${verbOf(set)}`, async (writing) => {
    const id = await insertEntity(writing, given, owner?.implied ?? {})
    if (owner?.linkMany) await linkMany(writing, owner.set, owner.relation, owner.id, [id])
    return {
      id,
      isOtherwise: owner?.linkMany === true || (given.links.size > 0 && set !== "Datastreams" && set !== "Observations"),
    }
  })
  // A measurement that came by itself got its id from the ingest.
  return { set, id: set === "Observations" ? made.ids.at(-1)! : made.value }
}

/** Changes or replaces the entity at an address. Gives what it is now called. Throws `SENSE_ENTITY_NOT_FOUND`. */
export async function changeAt(
  options: WritingPath,
  address: string,
  body: unknown,
  purpose: Exclude<Purpose, "create">,
): Promise<Written> {
  const { set, id } = await entityAt(options.reading, address)
  if (set === "Observations") return changeObservation(options, id, body, purpose)
  const given = readGiven(set, body, purpose)
  await change(options, `change-${verbOf(set)}`, async (writing) => {
    await changeEntity(writing, id, given, purpose)
    return { id, isOtherwise: true }
  })
  return { set, id }
}

/** Applies a JSON Patch (RFC 6902) to the properties of an entity. */
export async function patchAt(options: WritingPath, address: string, operations: unknown): Promise<Written> {
  const { set, resolved } = await entityAt(options.reading, address)
  if (!Array.isArray(operations) || operations.length > OPERATIONS_MAX)
    throw refuse("/", operations, `a list of at most ${OPERATIONS_MAX} operations`)
  const entity = await readOne(options.reading, set, resolved.condition, emptyQuery)
  const before = Object.fromEntries(
    Object.entries(model[set].properties).flatMap(([name, { computed }]) =>
      computed || entity?.[name] === undefined ? [] : [[name, structuredClone(entity[name])]],
    ),
  )
  let after: unknown
  try {
    const failed = jsonPatch.validate(operations, before)
    if (failed) throw failed
    after = jsonPatch.applyPatch(before, operations, true, false).newDocument
  } catch (error) {
    throw refuse("/", operations, (error as Error).message.split("\n")[0] ?? "JSON Patch, RFC 6902")
  }
  return changeAt(options, address, after, "replace")
}
const OPERATIONS_MAX = 100

/** Deletes the entity at an address with what cannot be without it. */
export async function deleteAt(options: WritingPath, address: string): Promise<void> {
  const { set, id } = await entityAt(options.reading, address)
  await change(options, `delete-${verbOf(set)}`, async ({ tx }) => {
    await deleteEntity(tx, set, id)
    return { id, isOtherwise: true }
  })
}

/** Takes a link away without taking what is linked (check 65): only what may have many of each other. */
export async function unlinkAt(options: WritingPath, address: string): Promise<void> {
  const path = parsePath(address.replace(/\/\$ref$/, ""))
  const last = path.steps.at(-1)
  if (!last || last.id === undefined || last.name !== "Locations") throw refuse("path", address, "Things(id)/Locations(id)/$ref")
  const { id } = await entityAt(options.reading, address.replace(/\/\$ref$/, ""))
  const owner = await ownerOf(
    options.reading,
    { ...path, steps: [...path.steps.slice(0, -1), { ...last, id: undefined }] },
    address,
  )
  await change(options, "unlink-location", async ({ tx }) => {
    await sql`delete from sense.thing_location where thing_id = ${owner!.id} and location_id = ${id}`.execute(tx)
    return { id, isOtherwise: true }
  })
}

async function change(
  options: WritingPath,
  verb: string,
  work: (writing: Writing) => Promise<{ id: number; isOtherwise: boolean }>,
): Promise<{ value: number; ids: readonly number[] }> {
  const { world, ingest, areaOf, actor } = options
  const { value, catalogue, ids } = await ingest.change<number>(async (tx) => {
    const writing: Writing = { tx: tx.db, now: tx.now, areaOf, measurements: [] }
    const { id, isOtherwise } = await work(writing)
    tx.record({ module: "sense", verb, record: newId(), actor, retention: "staff-action", body: { number: id } })
    return {
      value: id,
      isOtherwise,
      measurements: (fresh) => writing.measurements.map((measurement) => read(measurement, fresh, world.clock.now())),
    }
  })
  options.changed(catalogue)
  return { value, ids }
}

/** A measurement with the series that was made for it. */
function read({ id, datastream, feature, body, field }: NewMeasurement, catalogue: Catalogue, now: Date): Observation {
  const series = catalogue.datastreams.get(datastream) ?? catalogue.multiDatastreams.get(datastream)
  if (!series) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream })
  if (feature === undefined && !series.thing.isPlaced) {
    throw refuse(pathOf(field, "FeatureOfInterest"), "", "required: the Thing stands nowhere that the server could take it from")
  }
  const { Datastream: _one, MultiDatastream: _many, FeatureOfInterest: _feature, ...rest } = body
  const row = parseObservation(rest, () => series, now)
  return { ...row, ...(feature === undefined ? {} : { feature }), ...(id === undefined ? {} : { id }) }
}

/** A corrected measurement keeps its id and its place in time; another time makes it another measurement. */
async function changeObservation(
  options: WritingPath,
  id: number,
  body: unknown,
  purpose: Exclude<Purpose, "create">,
): Promise<Written> {
  const given = readGiven("Observations", body, purpose)
  const { condition } = resolve(options.reading, { set: "Observations", id, steps: [] })
  const row = await findRow(options.reading, "Observations", condition, [])
  if (!row) throw senseErrors.ENTITY_NOT_FOUND({ path: `Observations(${id})` })
  const before = purpose === "replace" ? {} : propertiesOf(options.reading.rendering, "Observations", row)
  const merged = { ...before, ...given.properties }
  const series = given.links.get("Datastream")?.[0] ?? given.links.get("MultiDatastream")?.[0] ?? (row["datastream_id"] as number)
  const feature = given.links.get("FeatureOfInterest")?.[0] ?? (row["feature_id"] as number | null) ?? undefined
  await change(options, "change-observation", async (writing) => {
    await deleteEntity(writing.tx, "Observations", id)
    writing.measurements.push({ id, datastream: series, feature, body: merged as NewMeasurement["body"], field: "" })
    return { id, isOtherwise: true }
  })
  return { set: "Observations", id }
}

interface Owner {
  readonly set: EntitySet
  readonly id: number
  readonly relation: string
  readonly implied: Implied
  /** Linked after it is made, because both may have many. */
  readonly linkMany: boolean
}

/** The entity that a collection hangs from; undefined for a whole set. Throws `SENSE_ENTITY_NOT_FOUND`. */
async function ownerOf(reading: Reading, path: ResourcePath, address: string): Promise<Owner | undefined> {
  const last = path.steps.at(-1)
  if (!last) return undefined
  const before: ResourcePath = { ...path, steps: path.steps.slice(0, -1) }
  const { set } = target(before)
  const { condition } = resolve(reading, before)
  const row = await findRow(reading, set, condition, [])
  if (!row) throw senseErrors.ENTITY_NOT_FOUND({ path: address.slice(0, 120) })
  const { inverse } = model[set].relations[last.name]!
  const inverseIsOne = !model[last.set].relations[inverse]!.many
  return { set, id: row.id, relation: last.name, implied: inverseIsOne ? { [inverse]: row.id } : {}, linkMany: !inverseIsOne }
}

/** What the address says need not be said again in the body. */
function withImplied(body: unknown, owner: Owner | undefined): unknown {
  if (!owner || typeof body !== "object" || body === null || Array.isArray(body)) return body
  const links = Object.entries(owner.implied).filter(([name]) => !Object.hasOwn(body, name))
  return { ...(body as Record<string, Json>), ...Object.fromEntries(links.map(([name, id]) => [name, { "@iot.id": id }])) }
}

async function entityAt(reading: Reading, address: string): Promise<Written & { readonly resolved: Resolved }> {
  const path = parsePath(address)
  const { set, many } = target(path)
  if (many || path.property || path.suffix) throw refuse("path", address, "the address of one entity")
  const resolved = resolve(reading, path)
  const row = await findRow(reading, set, resolved.condition, [])
  if (!row) throw senseErrors.ENTITY_NOT_FOUND({ path: address.slice(0, 120) })
  return { set, id: row.id, resolved }
}

function verbOf(set: EntitySet): string {
  return model[set].entity.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()
}
