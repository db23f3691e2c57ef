import type { Json } from "@holdfast/kernel"
import { type EntitySet, emptyQuery, model, type PlainRule, parsePath, type ResourcePath, target } from "@holdfast/sensorthings"
import jsonPatch from "fast-json-patch"
import { sql } from "kysely"
import { impossibleResult, type ObservationDetail } from "../../domain/observation.ts"
import { withoutJudgement } from "../../domain/quality.ts"
import { senseErrors } from "../../errors.ts"
import { findRow, propertiesOf, type Reading, type Resolved, readOne, resolve } from "../read/index.ts"
import { refuse } from "../refuse.ts"
import { changeEntity } from "./change-entity.ts"
import { deleteEntity } from "./delete-entity.ts"
import { type Purpose, readGiven } from "./given.ts"
import { type Implied, insertEntity, linkMany } from "./insert-entity.ts"
import type { Effect, Working } from "./operation.ts"
import type { NewMeasurement } from "./writing.ts"

/** Makes the entity of a body, with everything inside it, where an address leads. */
export async function createIn(working: Working, address: string, body: unknown): Promise<Effect> {
  const path = parsePath(address)
  const { set, many } = target(path)
  if (!many || path.property || path.suffix) throw refuse("path", address, "collection-address")
  const owner = await ownerOf(working.reading, path, address)
  const given = readGiven(set, withImplied(body, owner), "create")
  const id = await insertEntity(working, given, owner?.implied ?? {})
  if (owner?.linkMany) await linkMany(working, owner.set, owner.relation, owner.id, [id])
  const isOtherwise = owner?.linkMany === true || (given.links.size > 0 && set !== "Datastreams" && set !== "Observations")
  const verb = `create-${verbOf(set)}`
  // A measurement stands last of those that came with it.
  if (set === "Observations") return { set, verb, measurement: working.measurements.length - 1, isOtherwise }
  return { set, verb, id, isOtherwise }
}

/** Changes or replaces the entity at an address. Throws `SENSE_ENTITY_NOT_FOUND`. */
export async function changeIn(
  working: Working,
  address: string,
  body: unknown,
  purpose: Exclude<Purpose, "create">,
): Promise<Effect> {
  const { set, id } = await entityAt(working.reading, address)
  const effect = { set, id, verb: `change-${verbOf(set)}`, isOtherwise: true }
  const given = readGiven(set, body, purpose)
  if (set !== "Observations") {
    await changeEntity(working, id, given, purpose)
    return effect
  }
  // A corrected measurement keeps its id and its place in time; another time makes it another measurement.
  const { condition } = resolve(working.reading, { set, id, steps: [] })
  const row = (await findRow(working.reading, set, condition, []))!
  const before = purpose === "replace" ? {} : propertiesOf(working.reading.rendering, set, row)
  // What the server said about a value that cannot be is said anew about the one that takes its place.
  if (impossibleResult((row["detail"] ?? undefined) as ObservationDetail | undefined) !== undefined) {
    before["resultQuality"] = withoutJudgement(before["resultQuality"])
  }
  const merged = { ...before, ...given.properties }
  const series = given.links.get("Datastream")?.[0] ?? given.links.get("MultiDatastream")?.[0] ?? (row["datastream_id"] as number)
  const feature = given.links.get("FeatureOfInterest")?.[0] ?? (row["feature_id"] as number | null) ?? undefined
  await deleteEntity(working.tx, set, id)
  working.measurements.push({ id, datastream: series, feature, body: merged as NewMeasurement["body"], field: "" })
  return effect
}

const OPERATIONS_MAX = 100

/** Applies a JSON Patch (RFC 6902) to the properties of an entity. */
export async function patchIn(working: Working, address: string, operations: unknown): Promise<Effect> {
  const { set, resolved } = await entityAt(working.reading, address)
  if (!Array.isArray(operations) || operations.length > OPERATIONS_MAX)
    throw refuse("/", operations, "patch-list", { max: OPERATIONS_MAX })
  const entity = await readOne(working.reading, set, resolved.condition, emptyQuery)
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
    if (error instanceof jsonPatch.JsonPatchError) throw refuse(`/${error.index}`, error.operation, patchRule(error.name))
    // The library writes into no prototype.
    if (error instanceof TypeError) throw refuse("/", operations, "patch-path")
    throw error
  }
  return changeIn(working, address, after, "replace")
}

/** Which rule a JSON Patch broke, by the name that its library gives to the failure. */
function patchRule(name: InstanceType<typeof jsonPatch.JsonPatchError>["name"]): PlainRule {
  if (name === "TEST_OPERATION_FAILED") return "patch-test"
  return /_PATH_(?:CANNOT_ADD|UNRESOLVABLE|ILLEGAL)|FROM_UNRESOLVABLE|OUT_OF_BOUNDS/.test(name) ? "patch-path" : "patch-operation"
}

/** Deletes the entity at an address with what cannot be without it; with `/$ref` only the link to it. */
export async function deleteIn(working: Working, address: string): Promise<Effect> {
  if (address.endsWith("/$ref")) return unlinkIn(working, address)
  const { set, id } = await entityAt(working.reading, address)
  await deleteEntity(working.tx, set, id)
  return { set, id, verb: `delete-${verbOf(set)}`, isOtherwise: true }
}

/** Takes a link away without taking what is linked (check 65): only what may have many of each other. */
async function unlinkIn(working: Working, address: string): Promise<Effect> {
  const plain = address.replace(/\/\$ref$/, "")
  const path = parsePath(plain)
  const last = path.steps.at(-1)
  if (!last || last.id === undefined || last.name !== "Locations") throw refuse("path", address, "unlink-address")
  const { set, id } = await entityAt(working.reading, plain)
  const steps = [...path.steps.slice(0, -1), { ...last, id: undefined }]
  const owner = await ownerOf(working.reading, { ...path, steps }, address)
  await sql`delete from sense.thing_location where thing_id = ${owner!.id} and location_id = ${id}`.execute(working.tx)
  return { set, id, verb: "unlink-location", isOtherwise: true }
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

async function entityAt(
  reading: Reading,
  address: string,
): Promise<{ readonly set: EntitySet; readonly id: number; readonly resolved: Resolved }> {
  const path = parsePath(address)
  const { set, many } = target(path)
  if (many || path.property || path.suffix) throw refuse("path", address, "entity-address")
  const resolved = resolve(reading, path)
  const row = await findRow(reading, set, resolved.condition, [])
  if (!row) throw senseErrors.ENTITY_NOT_FOUND({ path: address.slice(0, 120) })
  return { set, id: row.id, resolved }
}

function verbOf(set: EntitySet): string {
  return model[set].entity.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()
}
