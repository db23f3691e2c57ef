import type { Json } from "@holdfast/kernel"
import { findForbiddenTerm } from "../../../../platform/packs/index.ts"
import { senseErrors } from "../../errors.ts"
import { refuse } from "../refuse.ts"

/** What may be a Thing. Whatever is not here is refused: persons above all. `station` is anything that stands and measures. */
export const thingKinds = [
  ...["station", "rain-gauge", "river-gauge", "air-station", "gas-alarm", "smoke-alarm", "water-level", "weather-station"],
  ...["pump", "substation", "unit", "buoy", "home-alarm"],
] as const
export type ThingKind = (typeof thingKinds)[number]

/** How a Thing may behave: what moves is forgotten after a day, what stands in a home tells alarms and keeps no series. */
export interface ThingRights {
  readonly kind: ThingKind
  readonly mobility: "fixed" | "unit" | "buoy"
  readonly isHousehold: boolean
}

export function thingRights(kind: string): ThingRights {
  const known = thingKinds.find((name) => name === kind)
  if (!known) throw senseErrors.KIND_REFUSED({ kind, kinds: thingKinds.join(", ") })
  return {
    kind: known,
    mobility: known === "unit" || known === "buoy" ? known : "fixed",
    isHousehold: known === "home-alarm",
  }
}

/** A sensor measures things and places. Names and remarks that speak of who somebody is are refused. */
export function refusePersons(field: string, value: Json | undefined): void {
  if (value === undefined || value === null) return
  const found = findForbiddenTerm(typeof value === "string" ? value : JSON.stringify(value))
  if (found) throw refuse(field, found, "no-persons")
}

/** A code, a link, a time, a number: what parameters of a measurement may hold. Sentences are where remarks about people travel. */
const CODE = /^[^\s\p{C}]{1,64}$/u
const LINK_OR_TIME = /^(?:https?:\/\/[^\s\p{C}]{1,500}|urn:[^\s\p{C}]{1,200})$/u

/** Throws also for what speaks of persons. `value` is no deeper than `refuseLevels` takes. */
export function refuseSentences(field: string, value: Json | undefined): void {
  refuseSentencesIn(field, value)
  // Once for all of it: asked again at each level, one message would cost the square of its length.
  refusePersons(field, value)
}

function refuseSentencesIn(field: string, value: Json | undefined): void {
  if (value === undefined || value === null || typeof value !== "object") {
    if (typeof value === "string" && !CODE.test(value) && !LINK_OR_TIME.test(value)) {
      throw refuse(field, value, "no-sentences")
    }
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!CODE.test(key)) throw refuse(`${field}/${key}`, key, "name-without-spaces")
    refuseSentencesIn(`${field}/${key}`, inner as Json)
  }
}
