import type { Json } from "@holdfast/kernel"
import { type EntitySet, emptyQuery, parsePath, type Query, Refused, type ResourcePath, target } from "@holdfast/sensorthings"
import { countedAt } from "./count.ts"
import { seriesOrder } from "./order.ts"
import { nextOptions, PAGE_MAX, PAGE_SIZE, type Page, type Reading, readOne, readPage } from "./read-page.ts"
import type { Entity } from "./render.ts"
import { ownerExists, resolve } from "./resolve.ts"

/** What an address answers. */
export type Answer =
  | { readonly kind: "missing" }
  | { readonly kind: "entity"; readonly set: EntitySet; readonly entity: Entity }
  | { readonly kind: "page"; readonly path: ResourcePath; readonly page: Page; readonly nextOptions: string | undefined }
  /** One property by name, or `undefined` for one that is null: no content. */
  | { readonly kind: "property"; readonly name: string; readonly value: Json | undefined }
  | { readonly kind: "value"; readonly text: string | undefined }

/** Answers one address with its options. Throws `Refused` for what the standard does not know. */
export async function readPath(reading: Reading, text: string, query: Query): Promise<Answer> {
  const path = parsePath(text)
  const resolved = resolve(reading, path)
  const { set, many } = target(path)
  if (many) {
    if (path.suffix === "$value") throw new Refused("path", text, "address")
    if (!(await ownerExists(reading, resolved))) return { kind: "missing" }
    const ordered = isSeries(path) && query.orderBy.length === 0 ? { ...query, orderBy: seriesOrder } : query
    const asked = path.suffix === "$ref" ? { ...ordered, expand: [], select: undefined } : ordered
    const page = await readPage(reading, set, resolved.condition, asked, countedAt(path))
    const value =
      path.suffix === "$ref" ? page.value.map((entity) => ({ "@iot.selfLink": entity["@iot.selfLink"]! })) : page.value
    return { kind: "page", path, page: { ...page, value }, nextOptions: followingOptions(query, page) }
  }
  onlyForOne(query)
  const entity = await readOne(reading, set, resolved.condition, path.property ? emptyQuery : query)
  if (!entity) return { kind: "missing" }
  if (path.suffix === "$ref") return { kind: "entity", set, entity: { "@iot.selfLink": entity["@iot.selfLink"]! } }
  if (!path.property) return { kind: "entity", set, entity }
  return propertyOf(entity, path.property, path.suffix === "$value")
}

/** Whether an address leads to the Observations of one series. */
function isSeries({ set, steps }: ResourcePath): boolean {
  const owner = steps.at(-2)?.set ?? set
  return steps.at(-1)?.name === "Observations" && (owner === "Datastreams" || owner === "MultiDatastreams")
}

/** What the next page of a query would be asked with; undefined after the last. */
export function followingOptions(query: Query, { skipToken }: Page): string | undefined {
  const top = Math.min(query.top ?? PAGE_SIZE, PAGE_MAX)
  return skipToken === undefined || top === 0 ? undefined : nextOptions(query, top, skipToken)
}

/** Options that mean something only for many are refused for one. */
function onlyForOne(query: Query): void {
  for (const name of query.written.keys()) {
    if (name !== "$select" && name !== "$expand" && name !== "$resultFormat")
      throw new Refused(name, query.written.get(name)!, "options-for-one")
  }
}

function propertyOf(entity: Entity, [first, ...inside]: readonly string[], isRaw: boolean): Answer {
  const name = inside.at(-1) ?? first!
  let value: Json | undefined = first === "id" ? entity["@iot.id"] : entity[first!]
  for (const key of inside) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return { kind: "missing" }
    value = (value as Record<string, Json>)[key]
  }
  if (!isRaw) return { kind: "property", name, value: value ?? undefined }
  if (value === undefined || value === null) return { kind: "value", text: undefined }
  return { kind: "value", text: typeof value === "string" ? value : JSON.stringify(value) }
}
