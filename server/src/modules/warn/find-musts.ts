import type { AreaRef } from "@holdfast/contracts"
import type { WarnContext } from "./context.ts"
import { type Coached, findMusts, type Must } from "./domain/coach/index.ts"

/** What the coach finds that must be mended, with the places of this city. */
export function findMustsOf({ places, timeZone }: Pick<WarnContext, "places" | "timeZone">, warning: Coached, now: Date): Must[] {
  return findMusts(warning, { now, timeZone, places: namedPlaces(places) })
}

/** The places that a text may name: grid cells have names that nobody writes. */
export function namedPlaces(places: Pick<WarnContext["places"], "listAreas">): AreaRef[] {
  return places.listAreas().filter(({ kind }) => kind !== "cell")
}
