import { readEntityId } from "./entity-id.ts"
import { type EntitySet, isEntitySet, model } from "./model.ts"
import { Refused } from "./refused.ts"

/** One step from an entity to what is related to it. */
export interface Step {
  readonly name: string
  readonly set: EntitySet
  readonly many: boolean
  /** One of many. */
  readonly id?: number | undefined
}

/** Where an address leads (OGC 18-088, 9.2). */
export interface ResourcePath {
  readonly set: EntitySet
  readonly id?: number | undefined
  readonly steps: readonly Step[]
  /** A property of the entity, and the way inside its JSON. */
  readonly property?: readonly string[] | undefined
  readonly suffix?: "$value" | "$ref" | undefined
}

/** Steps of one address; the standard asks for chains, and nobody walks further. */
export const STEPS_MAX = 12
const ENTITY = /^([A-Za-z]{1,40})(?:\((\d{1,15}|'(?:[^']|''){0,120}')\))?$/

/** What an address asks for: one entity, or many. */
export function target(path: ResourcePath): { readonly set: EntitySet; readonly many: boolean } {
  const last = path.steps.at(-1)
  if (!last) return { set: path.set, many: path.id === undefined }
  return { set: last.set, many: last.many && last.id === undefined }
}

/** Reads the part of an address after the version, decoded. Throws `Refused` where nothing can stand there. */
export function parsePath(text: string): ResourcePath {
  const unknown = () => new Refused("path", text, "address")
  const parts = text.replace(/^\/|\/$/g, "").split("/")
  if (parts.length > STEPS_MAX) throw new Refused("path", text, "at-most-steps", { max: STEPS_MAX })
  const [, first, firstId] = ENTITY.exec(parts[0]!) ?? []
  if (!first || !isEntitySet(first)) throw unknown()
  let path: ResourcePath = { set: first, id: idOf(firstId), steps: [] }
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i]!
    const { set, many } = target(path)
    if (part === "$ref" || part === "$value") {
      const fits = part === "$ref" ? path.property === undefined : path.property !== undefined
      if (i < parts.length - 1 || !fits) throw unknown()
      return { ...path, suffix: part }
    }
    if (path.property) {
      path = { ...path, property: [...path.property, part] }
      continue
    }
    if (many) throw unknown()
    const [, name = "", id] = ENTITY.exec(part) ?? []
    const relation = Object.hasOwn(model[set].relations, name) ? model[set].relations[name]! : undefined
    if (relation) {
      if (id !== undefined && !relation.many) throw unknown()
      path = { ...path, steps: [...path.steps, { name, set: relation.set, many: relation.many, id: idOf(id) }] }
    } else if (part === "id" || part === "@iot.id" || Object.hasOwn(model[set].properties, part)) {
      path = { ...path, property: [part] }
    } else {
      throw unknown()
    }
  }
  return path
}

/** What can be no id here leads nowhere. */
function idOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return text.startsWith("'") ? (readEntityId(text.slice(1, -1)) ?? -1) : Number(text)
}
