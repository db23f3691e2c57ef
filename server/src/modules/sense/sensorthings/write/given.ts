import type { Json } from "@holdfast/kernel"
import { type EntitySet, model, namesOf, type PropertyModel, type RelationModel, readEntityId } from "@holdfast/sensorthings"
import { refuse } from "../refuse.ts"

/** What a client wrote about one entity, sorted: its properties, links to others, and others made with it. */
export interface Given {
  readonly set: EntitySet
  readonly properties: Readonly<Record<string, Json>>
  readonly links: ReadonlyMap<string, readonly number[]>
  readonly inline: ReadonlyMap<string, readonly Given[]>
}

/** `create` and `replace` need what is mandatory, `change` only what changes. */
export type Purpose = "create" | "replace" | "change"

/** Entities in one body: a station with a day of measurements fits. */
export const ENTITIES_MAX = 2_000
const DEPTH_MAX = 12
/** The largest of the OGC suite has 68,000 characters. */
const JSON_MAX_LENGTH = 131_072
const TEXT_MAX_LENGTH = 1_000

/** Sorts a body. Throws `SENSE_MESSAGE_INVALID`, naming the field. */
export function readGiven(set: EntitySet, body: unknown, purpose: Purpose): Given {
  let entities = 0
  refuseUnstorable(body)
  return read(set, body, "", 0, undefined)

  function read(of: EntitySet, value: unknown, at: string, depth: number, parent: string | undefined): Given {
    entities += 1
    if (entities > ENTITIES_MAX) throw refuse(at, entities, "at-most-entities", { max: ENTITIES_MAX })
    if (depth > DEPTH_MAX) throw refuse(at, "", "at-most-levels", { max: DEPTH_MAX })
    if (!isObject(value)) throw refuse(at || "/", value, "object")
    const { properties, relations } = model[of]
    const given: Record<string, Json> = {}
    const links = new Map<string, number[]>()
    const inline = new Map<string, Given[]>()
    for (const [name, content] of Object.entries(value)) {
      const field = at === "" ? name : `${at}/${name}`
      if (Object.hasOwn(properties, name)) {
        // What only the server knows is ignored, and so is an id (checks 29 and 45).
        if (!properties[name]!.computed) given[name] = readProperty(properties[name]!, content, field, purpose)
      } else if (Object.hasOwn(relations, name)) {
        readRelation(relations[name]!, name, content, field)
      } else if (name !== "id" && !name.includes("@iot.")) {
        throw refuse(field, content, "name-of", { set: of, known: namesOf(of).join(", ") })
      }
    }
    if (purpose !== "change") requireAll()
    return { set: of, properties: given, links, inline }

    function readRelation(relation: RelationModel, name: string, content: unknown, field: string): void {
      const several = Array.isArray(content) ? content : [content]
      if (!relation.many && Array.isArray(content)) throw refuse(field, content, "one-not-list")
      for (const [i, one] of several.entries()) {
        const where = Array.isArray(content) ? `${field}/${i}` : field
        const id = linkOf(one, where)
        if (id !== undefined) push(links, name, id)
        else if (purpose === "change") throw refuse(where, one, "link-while-changing")
        else push(inline, name, read(relation.set, one, where, depth + 1, relation.inverse))
      }
    }

    function requireAll(): void {
      for (const [name, { required }] of Object.entries(properties)) {
        const value = given[name]
        if (required && (value === undefined || (value === null && name !== "result")))
          throw refuse(at === "" ? name : `${at}/${name}`, "", "required")
      }
      if (purpose !== "create") return
      for (const [name, { required }] of Object.entries(relations)) {
        if (required && name !== parent && !links.has(name) && !inline.has(name)) {
          throw refuse(at === "" ? name : `${at}/${name}`, "", "required")
        }
      }
    }
  }
}

function readProperty({ type, required }: PropertyModel, content: unknown, field: string, purpose: Purpose): Json {
  if (content === null) {
    if (required && type !== "result" && purpose === "change") throw refuse(field, null, "not-removable")
    return null
  }
  if (
    type === "text" &&
    (typeof content !== "string" || content.length > TEXT_MAX_LENGTH || (required && content.trim() === ""))
  ) {
    if (field.endsWith("description") && content === "") return ""
    throw refuse(field, content, "text-needed", { max: TEXT_MAX_LENGTH })
  }
  if (type === "json" && field.endsWith("properties") && !isObject(content)) throw refuse(field, content, "object")
  if ((type === "json" || type === "geo") && JSON.stringify(content).length > JSON_MAX_LENGTH) {
    throw refuse(field, content, "at-most-characters", { max: JSON_MAX_LENGTH })
  }
  return content as Json
}

/** The id of `{"@iot.id": 1}`. With anything else beside it, it is an entity to be made. */
function linkOf(content: unknown, field: string): number | undefined {
  if (!isObject(content)) throw refuse(field, content, "link-or-entity")
  const names = Object.keys(content)
  if (names.length !== 1 || (names[0] !== "@iot.id" && names[0] !== "id")) return undefined
  const given = content[names[0]]
  const id = readEntityId(given)
  if (id === undefined) throw refuse(`${field}/${names[0]}`, given, "positive-whole-number")
  return id
}

/** What no database keeps as text: the character zero, and halves of a pair. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i

/** Refuses texts that cannot be stored, at any depth, before the database fails on them. Throws `SENSE_MESSAGE_INVALID`. */
export function refuseUnstorable(body: unknown): void {
  const found = UNSTORABLE.exec(JSON.stringify(body) ?? "")
  if (found) throw refuse("/", found[0], "storable-text")
}

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const found = map.get(name)
  if (found) found.push(value)
  else map.set(name, [value])
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
