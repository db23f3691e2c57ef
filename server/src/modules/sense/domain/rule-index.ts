import type { AreaRef, PackRule } from "@holdfast/contracts"
import type { Thing } from "./catalogue.ts"
import { areasFor, type FindArea, hears } from "./rule-areas.ts"

interface IndexedRule {
  readonly rule: PackRule
  readonly parts?: readonly PackRule[] | undefined
}

/** The rules of one property, by what they ask of a thing. Each keeps its place in the order of all. */
interface OfProperty<R> {
  readonly all: readonly R[]
  /** About wherever the thing stands. */
  readonly anywhere: readonly Placed<R>[]
  readonly byArea: ReadonlyMap<string, readonly Placed<R>[]>
  readonly byStation: ReadonlyMap<string, readonly Placed<R>[]>
}
type Placed<R> = readonly [order: number, rule: R]

/**
 * Finds the rules that hear a thing without going through all of them: a thousand rules for a thousand catchments and a million series
 * would otherwise be a thousand million questions at each start.
 */
export class RuleIndex<R extends IndexedRule> {
  readonly #rules: readonly R[]
  readonly #byProperty = new Map<string, OfProperty<R>>()

  constructor(rules: readonly R[]) {
    this.#rules = rules
  }

  /** All rules about a property, in the order given. */
  about(property: string): readonly R[] {
    return this.#of(property).all
  }

  /** Which rules hear a thing that measures a property, in the order given, each with the areas that it hears it for (`areasFor`). */
  hearing(property: string, thing: Pick<Thing, "key" | "area">, find: FindArea): { readonly rule: R; readonly area: AreaRef }[] {
    const { anywhere, byArea, byStation } = this.#of(property)
    const found = new Map<R, number>()
    const take = (some: readonly Placed<R>[] | undefined) => {
      for (const [order, rule] of some ?? []) found.set(rule, order)
    }
    take(anywhere)
    take(byStation.get(thing.key))
    if (thing.area) for (const id of upwards(thing.area.id)) take(byArea.get(id))
    return [...found]
      .toSorted(([, a], [, b]) => a - b)
      .flatMap(([rule]) => areasFor(rule.rule, thing, find).map((area) => ({ rule, area })))
  }

  #of(property: string): OfProperty<R> {
    const known = this.#byProperty.get(property)
    if (known) return known
    const all = this.#rules.filter((rule) => hears(rule, property))
    const anywhere: Placed<R>[] = []
    const byArea = new Map<string, Placed<R>[]>()
    const byStation = new Map<string, Placed<R>[]>()
    for (const [order, rule] of all.entries()) {
      const { area = "smallest" } = rule.rule
      if (typeof area === "string") anywhere.push([order, rule])
      else if (area.stations) for (const key of area.stations) listIn(byStation, key).push([order, rule])
      else for (const id of area.areas) listIn(byArea, id).push([order, rule])
    }
    const made = { all, anywhere, byArea, byStation }
    this.#byProperty.set(property, made)
    return made
  }
}

/** An area's id and those of all around it: ids carry the way from the city down. */
function* upwards(id: string): Generator<string> {
  for (let end = id.length; end > 0; end = id.lastIndexOf("/", end - 1)) yield id.slice(0, end)
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}
